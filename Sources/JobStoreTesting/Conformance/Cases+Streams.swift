import JobModel
import JobStore
import Synchronization

extension StoreConformance {
    static let streamCases: [StoreCase] = [
        StoreCase("A stream of thousands goes in whole, in order and counted") { bench in
            let stream = JobStream(3000) { index in
                var job = bench.job("s\(index % 50)", "op\(index % 3)")
                job.parameters = "{\"n\":\(index)}"
                return job
            }
            let answer = try await bench.store.enqueue(stream: stream.next)
            try expectEqual(answer.new, 3000, "new jobs")
            try expectEqual(answer.duplicates, 0, "duplicates")
            try expectEqual(try await bench.store.counts(), [.waiting: 3000], "the counts")
            let first = try await bench.record(answer.firstID ?? JobID(0))
            try expectEqual(first.content?.parameters, "{\"n\":0}", "the first job")
            let last = try await bench.record(answer.lastID ?? JobID(0))
            try expectEqual(last.content?.parameters, "{\"n\":2999}", "the last job")
            try expectEqual(try await bench.store.lanes().count, 150, "lanes")
            try expectEqual(try await bench.claim(150).count, 150, "jobs of a claim")
        },
        StoreCase("A stream that fails leaves nothing behind, and its error is passed on") { bench in
            let before = try await bench.enqueue(bench.job())
            let stream = JobStream(100) { index in
                if index == 70 { throw StreamBroke(at: index) }
                return bench.job("s\(index)")
            }
            do {
                _ = try await bench.store.enqueue(stream: stream.next)
                throw ConformanceFailure(message: "the stream's error was swallowed", file: #fileID, line: #line)
            } catch let error as StreamBroke {
                try expectEqual(error, StreamBroke(at: 70), "the error")
            }
            try expectEqual(stream.asked, 71, "times that the stream was asked")
            try expectEqual(try await bench.store.counts(), [.waiting: 1], "the counts")
            try expectEqual(try await bench.store.jobs(matching: JobFilter()).map(\.row.id), [before], "the jobs")
            try expectEqual(try await bench.store.lanes().count, 1, "lanes")
            try expectEqual(try await bench.store.authorizations().count, 1, "authorizations")
            // The store goes on as if nothing had been.
            try expect(try await bench.enqueue(bench.job()) > before, "a number was used again")
            try expectEqual(try await bench.claim().count, 2, "jobs of a claim")
        },
        StoreCase("A stream's jobs with keys that are taken count as duplicates") { bench in
            var taken = bench.job()
            taken.uniqueKey = "k0"
            let first = try await bench.enqueue(taken)
            let stream = JobStream(10) { index in
                var job = bench.job()
                job.uniqueKey = "k\(index / 2)"
                return job
            }
            let answer = try await bench.store.enqueue(stream: stream.next)
            try expectEqual(answer.new, 4, "new jobs")
            try expectEqual(answer.duplicates, 6, "duplicates")
            try expect((answer.firstID ?? first) > first, "a duplicate is not the first new job")
            try expectEqual(try await bench.store.counts(), [.waiting: 5], "the counts")
        },
        StoreCase("An empty stream changes nothing") { bench in
            let answer = try await bench.store.enqueue(stream: { nil })
            try expectEqual(answer, BulkEnqueued(), "the answer")
            try expectEqual(try await bench.store.counts(), [:], "the counts")
        },
        StoreCase("A stream beside other jobs is asked once for each of its own") { bench in
            let stream = JobStream(50) { _ in bench.job("bulk") }
            let answer = try await withThrowingTaskGroup(of: BulkEnqueued?.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        _ = try await bench.store.enqueue([bench.job("s\(index)")])
                        return nil
                    }
                    if index == 9 { group.addTask { try await bench.store.enqueue(stream: stream.next) } }
                }
                return try await group.reduce(nil) { $1 ?? $0 }
            }
            try expectEqual(answer?.new, 50, "new jobs of the stream")
            try expectEqual(stream.asked, 51, "times that the stream was asked")
            try expectEqual(try await bench.store.counts(), [.waiting: 70], "the counts")
        },
    ]
}

/// So many jobs, one after the other.
private final class JobStream: Sendable {
    private let index = Mutex(0)
    private let count: Int
    private let make: @Sendable (Int) throws -> NewJob

    init(_ count: Int, _ make: @escaping @Sendable (Int) throws -> NewJob) {
        self.count = count
        self.make = make
    }

    /// How often it was asked.
    var asked: Int { index.withLock { $0 } }

    @Sendable func next() throws -> NewJob? {
        let index = index.withLock { index in
            defer { index += 1 }
            return index
        }
        return index < count ? try make(index) : nil
    }
}

private struct StreamBroke: Error, Equatable {
    let at: Int
}
