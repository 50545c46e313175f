import Testing

@testable import Worker

@Suite("Stop signals", .timeLimit(.minutes(5)))
struct StopSignalTests {
    @Test("A signal that was raised before anybody waits is found")
    func early() async {
        let signal = StopSignal()
        signal.raise(.cancelled)
        #expect(await signal.wait() == .cancelled)
    }

    @Test("A waiter gets the reason")
    func late() async {
        let signal = StopSignal()
        async let reason = signal.wait()
        await Task.yield()
        signal.raise(.timeout)
        #expect(await reason == .timeout)
    }

    @Test("Only the first reason counts")
    func first() async {
        let signal = StopSignal()
        signal.raise(.draining)
        signal.raise(.cancelled)
        #expect(await signal.wait() == .draining)
    }

    @Test("A cancelled waiter goes without a reason, and a later signal harms nobody")
    func cancelled() async {
        let signal = StopSignal()
        let reason = await withTaskGroup(of: StopSignal.Reason?.self) { group in
            group.addTask { await signal.wait() }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(reason == nil)
        #expect(!signal.isRaised)
        signal.raise(.cancelled)
        #expect(signal.isRaised)
    }
}
