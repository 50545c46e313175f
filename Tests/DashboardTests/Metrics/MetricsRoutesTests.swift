import Dashboard
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Metrics
import Testing

@Suite("GET /metrics")
struct MetricsRoutesTests {
    @Test("What was counted and what is read come in one text of Prometheus' type")
    func served() async throws {
        let metrics = PrometheusMetrics()
        Counter(label: "spworker_claimed_jobs_total", dimensions: [], factory: metrics).increment(by: 3)
        let router = Router(context: BasicRequestContext.self)
        MetricsRoutes(metrics: metrics) { [MetricSample(.databaseUp, 1)] }.add(to: router)
        try await Application(router: router).test(.router) { client in
            try await client.execute(uri: "/metrics", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
                let text = String(buffer: response.body)
                #expect(text.contains("\nspworker_claimed_jobs_total 3\n"))
                #expect(text.contains("\nspworker_database_up 1\n"))
                #expect(text.hasSuffix("\n"))
            }
        }
    }

    @Test("A process that does no work tells what is read")
    func beside() async {
        let text = await MetricsRoutes(metrics: nil) { [MetricSample(.databaseUp, 1)] }.text()
        #expect(text.hasSuffix("spworker_database_up 1\n"))
    }
}
