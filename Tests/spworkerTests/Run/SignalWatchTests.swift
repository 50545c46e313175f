import ArgumentParser
import JobStoreTesting
import Secrets
import Testing

@testable import spworker

@Suite("Signals", .timeLimit(.minutes(5)))
struct SignalWatchTests {
    /// Signals that a test sends, and what becomes of them. A reload takes until it is let go.
    private struct Bench {
        let signals = AsyncStream<WorkerSignal>.makeStream()
        let events = AsyncStream<String>.makeStream()
        let gates = AsyncStream<Void>.makeStream()

        func watch() throws -> SignalWatch<AsyncStream<WorkerSignal>> {
            let post = events.continuation
            let gates = gates.stream
            return SignalWatch(
                signals: signals.stream,
                logger: LogOutput.logger(
                    try GlobalOptions.parse(["--log-level", "critical"]), environment: [:] as [String: String],
                    redactor: Redactor(), timekeeper: VirtualTimekeeper()),
                drain: { post.yield("drain") }, stopNow: { post.yield("stop now") },
                reload: {
                    post.yield("reload")
                    for await _ in gates { break }
                    post.yield("reloaded")
                })
        }

        func send(_ signals: WorkerSignal...) {
            for signal in signals { self.signals.continuation.yield(signal) }
        }
    }

    @Test("A stop is heard while a reload is under way, and a second one too")
    func stopDuringReload() async throws {
        let bench = Bench()
        let watch = try bench.watch()
        let task = Task { try await watch.run() }
        var events = bench.events.stream.makeAsyncIterator()
        bench.send(.reload)
        #expect(await events.next() == "reload")
        bench.send(.stop)
        #expect(await events.next() == "drain")
        #expect(!watch.wasForced)
        bench.send(.stop)
        #expect(await events.next() == "stop now")
        #expect(watch.wasForced)
        // The worker ends: whatever the reload waits for, it is over.
        task.cancel()
        #expect(await events.next() == "reloaded")
        try await task.value
    }

    @Test("Signals that come while a reload is under way are answered by one more reload")
    func reloads() async throws {
        let bench = Bench()
        let watch = try bench.watch()
        let task = Task { try await watch.run() }
        var events = bench.events.stream.makeAsyncIterator()
        bench.send(.reload)
        #expect(await events.next() == "reload")
        bench.send(.reload, .reload, .stop)
        // Heard in order: both reloads have been taken note of by then.
        #expect(await events.next() == "drain")
        bench.gates.continuation.yield()
        #expect(await events.next() == "reloaded")
        #expect(await events.next() == "reload")
        bench.gates.continuation.yield()
        #expect(await events.next() == "reloaded")
        // Nothing else was started: the next event is that of the next signal.
        bench.send(.reload)
        #expect(await events.next() == "reload")
        bench.gates.continuation.yield()
        #expect(await events.next() == "reloaded")
        bench.signals.continuation.finish()
        try await task.value
    }
}
