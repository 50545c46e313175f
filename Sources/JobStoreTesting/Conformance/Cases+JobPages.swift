import JobModel
import JobStore

/// Lists of jobs that are read part by part.
extension StoreConformance {
    static let jobPageCases: [StoreCase] = [
        StoreCase("A page of jobs looks through so many and tells where the next one begins") { bench in
            for number in 1...20 { try await bench.enqueue(bench.job(number == 3 ? "rare" : "common")) }
            var found: [[Int64]] = []
            var ends: [Int64?] = []
            var filter = JobFilter(seller: "rare", limit: 5)
            repeat {
                let page = try await bench.store.jobs(matching: filter, lookingThrough: 6)
                found.append(page.records.map(\.row.id.value))
                ends.append(page.scannedTo?.value)
                filter.beforeID = page.scannedTo
            } while filter.beforeID != nil && ends.count < 9
            try expectEqual(found, [[], [], [3], []], "the jobs of each page")
            try expectEqual(ends, [15, 9, 3, nil], "where each page ended")
            let all = try await bench.store.jobs(matching: JobFilter(seller: "rare"), lookingThrough: 100)
            try expectEqual(all.records.map(\.row.id), [JobID(3)], "the job when all are looked through")
            try expectEqual(all.scannedTo, nil, "the end when all are looked through")
            try expectEqual(all.records, try await bench.store.jobs(matching: JobFilter(seller: "rare")), "records")
        },
        StoreCase("A full page of jobs ends with its last one, and numbers that are gone are skipped") { bench in
            try await bench.enqueue(20, bench.job())
            _ = try await bench.store.cancel((5...18).map { JobID($0) })
            bench.advance(.seconds(1))
            _ = try await bench.store.prune(Retention(endedIn: [.cancelled], longerAgoThan: .zero))
            func page(_ filter: JobFilter, _ most: Int) async throws -> (ids: [Int64], end: Int64?) {
                let page = try await bench.store.jobs(matching: filter, lookingThrough: most)
                return (page.records.map(\.row.id.value), page.scannedTo?.value)
            }
            let first = try await page(JobFilter(limit: 4), 1)
            try expectEqual(first.ids, [20, 19, 4, 3], "a page of all jobs")
            try expectEqual(first.end, 3, "its end")
            let last = try await page(JobFilter(beforeID: JobID(3), limit: 2), 1)
            try expectEqual(last.ids, [2, 1], "the last page")
            try expectEqual(last.end, nil, "its end")
            let some = try await page(JobFilter(operation: "op", limit: 9), 3)
            try expectEqual(some.ids, [20, 19, 4], "the jobs among the three newest")
            try expectEqual(some.end, 4, "the last one that was looked at")
            let full = try await page(JobFilter(operation: "op", limit: 2), 100)
            try expectEqual(full.ids, [20, 19], "a full page")
            try expectEqual(full.end, 19, "its end")
            let none = try await page(JobFilter(operation: "op", beforeID: JobID(1)), 100)
            try expectEqual(none.ids, [], "jobs before the first one")
            try expectEqual(none.end, nil, "the end before the first one")
        },
        StoreCase("Jobs in states that have few are found however old they are") { bench in
            try await bench.enqueue(12, bench.job())
            let outcomes: [Outcome] = [
                .fail(.oops), .quarantine(.oops), .cancelled, .succeeded(JobResult()), .fail(.oops),
            ]
            for (job, outcome) in zip(try await bench.claim(5), outcomes) { try await bench.finish(job, outcome) }
            // One that crashed its worker waits as a suspect, one runs.
            _ = try await bench.claim(1)
            try await bench.crash()
            _ = try await bench.claim(1)
            let sets: [Set<JobState>] =
                JobState.allCases.map { [$0] } + [
                    [.failed, .quarantined], [.waiting, .running, .failed], [.waiting, .cancelled],
                ]
            for states in sets {
                for before in [nil, JobID(5)] {
                    let filter = JobFilter(states: states, beforeID: before)
                    let page = try await bench.store.jobs(matching: filter, lookingThrough: 1)
                    try expectEqual(
                        page.records.map(\.row), try await bench.store.jobs(matching: filter).map(\.row),
                        "jobs that are \(states.map(\.word).sorted())")
                    try expectEqual(page.scannedTo, nil, "the end")
                }
            }
            let page = try await bench.store.jobs(
                matching: JobFilter(states: [.failed], limit: 1), lookingThrough: 1)
            try expectEqual(page.records.map(\.row.id), [JobID(5)], "the newest failure")
            try expectEqual(page.scannedTo, JobID(5), "where the next page begins")
        },
    ]
}
