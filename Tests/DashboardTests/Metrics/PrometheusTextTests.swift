import Dashboard
import Testing

@Suite("Prometheus' text")
struct PrometheusTextTests {
    @Test(
        "A metric is told with its help, its type and its samples in the order of their labels, whatever order they come in"
    )
    func order() {
        let samples = [
            MetricSample(.jobs, ["waiting"], 3), MetricSample(.claimedJobs, 7), MetricSample(.jobs, ["failed"], 0.5),
        ]
        let expected = """
            # HELP spworker_claimed_jobs_total Jobs that were claimed
            # TYPE spworker_claimed_jobs_total counter
            spworker_claimed_jobs_total 7
            # HELP spworker_jobs Jobs by state
            # TYPE spworker_jobs gauge
            spworker_jobs{state="failed"} 0.5
            spworker_jobs{state="waiting"} 3

            """
        #expect(PrometheusText.text(samples) == expected)
        #expect(PrometheusText.text(samples.reversed()) == expected)
        #expect(PrometheusText.text([]).isEmpty)
    }

    @Test("A histogram's buckets add up and end with +Inf, which is the count")
    func histogram() {
        let counts = [1, 0, 2, 0, 0, 0, 0, 0, 0, 4]
        let text = PrometheusText.text([
            MetricSample(.storeCommitOperations, [], .distribution(counts: counts, sum: 1234.5))
        ])
        let lines = text.split(separator: "\n").dropFirst(2)
        #expect(
            lines.map(String.init) == [
                "spworker_store_commit_operations_bucket{le=\"1\"} 1",
                "spworker_store_commit_operations_bucket{le=\"2\"} 1",
                "spworker_store_commit_operations_bucket{le=\"4\"} 3",
                "spworker_store_commit_operations_bucket{le=\"8\"} 3",
                "spworker_store_commit_operations_bucket{le=\"16\"} 3",
                "spworker_store_commit_operations_bucket{le=\"32\"} 3",
                "spworker_store_commit_operations_bucket{le=\"64\"} 3",
                "spworker_store_commit_operations_bucket{le=\"128\"} 3",
                "spworker_store_commit_operations_bucket{le=\"256\"} 3",
                "spworker_store_commit_operations_bucket{le=\"+Inf\"} 7",
                "spworker_store_commit_operations_sum 1234.5",
                "spworker_store_commit_operations_count 7",
            ])
    }

    @Test("Backslashes, quotes and line breaks in a label cannot end it")
    func escaping() {
        let text = PrometheusText.text([MetricSample(.build, ["a\\b\"c\nd"], 1)])
        #expect(text.contains("spworker_build_info{version=\"a\\\\b\\\"c\\nd\"} 1\n"))
        #expect(text.split(separator: "\n").count == 3)
    }

    @Test("Numbers are written as Prometheus reads them")
    func numbers() {
        func line(_ value: Double) -> String? {
            PrometheusText.text([MetricSample(.oldestReadyJob, value)]).split(separator: "\n").last.map(String.init)
        }
        #expect(line(0) == "spworker_oldest_ready_job_seconds 0")
        #expect(line(-2.5) == "spworker_oldest_ready_job_seconds -2.5")
        #expect(line(1e18) == "spworker_oldest_ready_job_seconds 1000000000000000000")
        #expect(line(.infinity) == "spworker_oldest_ready_job_seconds +Inf")
        #expect(line(-.infinity) == "spworker_oldest_ready_job_seconds -Inf")
        #expect(line(.nan) == "spworker_oldest_ready_job_seconds NaN")
    }
}
