import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Synchronization
import Testing

@testable import SQLiteJobStore

@Suite("The write-ahead log", .timeLimit(.minutes(5)))
struct LogTests {
    private func size(_ path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }

    @Test("stays short while a worker writes a lot and others look on")
    func bounded() async throws {
        let folder = try TemporaryFolder()
        let longest = Mutex(0)
        let log = folder.database + "-wal"
        let clock = VirtualTimekeeper()
        let store = try SQLiteJobStore.open(
            folder, clock: clock,
            onCommit: { _ in
                let size = size(log)
                longest.withLock { $0 = max($0, size) }
            })
        let body = String(repeating: "x", count: 3000)
        let batch = 500
        for _ in 0..<20 {
            clock.advance(by: .seconds(1))
            _ = try await store.enqueue((0..<batch).map { _ in Make.job(body: body) })
            let jobs = try await store.claim(ClaimRequest(worker: Make.worker, limit: batch)).jobs
            #expect(jobs.count == batch)
            async let looks = store.jobs(matching: JobFilter(limit: 50)).count
            try await withThrowingTaskGroup(of: Void.self) { group in
                for job in jobs {
                    store.note(.sent(job.fence, at: job.createdAt))
                    group.addTask { _ = try await store.finish(Make.end(job)) }
                }
                try await group.waitForAll()
            }
            #expect(try await looks == 50)
        }
        #expect(try await store.counts() == [.succeeded: 20 * batch])
        // All that is in the file went through the log: without care it would be at least as long.
        #expect(size(folder.database) > 3 * Checkpointer.dueSize)
        #expect(longest.withLock { $0 } < 3 * Checkpointer.dueSize)
        await store.close()
    }

    @Test("stays short although commits are few, when their bodies are large")
    func largeBodies() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteJobStore.open(folder)
        let body = String(repeating: "x", count: 2 << 20)
        var longest = 0
        for _ in 0..<20 {
            _ = try await store.enqueue([Make.job(body: body)])
            longest = max(longest, size(folder.database + "-wal"))
        }
        #expect(longest < 2 * Checkpointer.dueSize)
        await store.close()
    }

    @Test("is moved when it is long, and not after every commit while a reader keeps it long")
    func watch() {
        var watch = LogWatch(dueSize: 800)
        let answers = [0, 800, 801, 850, 901].map { watch.isDue(size: $0) }
        #expect(answers == [false, false, true, false, true])
        let patient = (0..<LogWatch.patience).map { _ in watch.isDue(size: 901) }
        #expect(patient.dropLast().allSatisfy { !$0 } && patient.last == true, "another program may not have cut it")
        let anew = [800, 801].map { watch.isDue(size: $0) }
        #expect(anew == [false, true])
    }
}
