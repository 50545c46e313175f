import Testing

@testable import SellingPartner

@Suite("Stages side by side")
struct PipeTests {
    private struct Broken: Error {}

    @Test("Everything arrives in order, and the sender is never far ahead")
    func order() async throws {
        let pipe = Pipe<Int>(limit: 100)
        let sent = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<5000 {
                    try await pipe.send(number, weight: 10)
                    sent.next()
                }
                pipe.finish()
            }
            var expected = 0
            while let number = try await pipe.next() {
                #expect(number == expected)
                expected += 1
                #expect(sent.value - expected <= 11)
            }
            #expect(expected == 5000)
            try await group.waitForAll()
        }
        #expect(try await pipe.next() == nil)
    }

    @Test("An error comes behind what was sent before it")
    func error() async throws {
        let pipe = Pipe<Int>(limit: 100)
        try await pipe.send(1, weight: 1)
        pipe.finish(throwing: Broken())
        #expect(try await pipe.next() == 1)
        await #expect(throws: Broken.self) { try await pipe.next() }
    }

    @Test("Whoever waits can be cancelled")
    func cancellation() async {
        let empty = Pipe<Int>(limit: 1)
        let receiver = Task { try await empty.next() }
        let full = Pipe<Int>(limit: 1)
        let sender = Task { try await full.send(1, weight: 1) }
        for _ in 0..<100 { await Task.yield() }
        receiver.cancel()
        sender.cancel()
        await #expect(throws: CancellationError.self) { try await receiver.value }
        await #expect(throws: CancellationError.self) { try await sender.value }
    }
}
