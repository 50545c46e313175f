import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Testing

@testable import SellerJobs

@Suite("What follows the success of a definition's job", .timeLimit(.minutes(5)))
struct ChainKindTests {
    private static func lines(_ count: Int) -> String {
        (0..<count).map { "{\"orderId\":\"o-\($0)\",\"sku\":\($0)}\n" }.joined()
    }

    private static func ids(_ count: Int) -> [String] { (0..<count).map { "o-\($0)" } }

    @Test("is a job for each line of a file, in order, with what the line says")
    func eachLine() async throws {
        let bench = try ChainBench(file: Self.lines(450))
        let chain = try await bench.play(.each())
        #expect(chain.state == .succeeded, "\(String(describing: chain.failure))")
        #expect(chain.result?.inline == #"{"definition":"items","jobs":450}"#)
        #expect(chain.progress == #"{"jobs":450}"#)
        #expect(try await bench.ids() == Self.ids(450))
        #expect(try await bench.members("sku") == (0..<450).map { "\($0)" })
        let row = try await bench.store.jobs(matching: JobFilter(operation: "items", limit: 1)).first?.row
        let schedule = await bench.store.schedule(ChainBench.items)
        #expect(row?.scheduleID == schedule?.id && row?.state == .succeeded)
        #expect(schedule?.lastSuccessAt != nil)
        bench.close()
    }

    @Test(
        "is a job for each item of a result that is kept with the job, however it is written",
        arguments: [
            (#"[{"orderId":"a"},{"orderId":7}]"#, ["a", "7"]), ("{\n \"orderId\": \"a\"\n}", ["a"]),
            ("{\"orderId\":\"a\"}\n\n{\"orderId\":\"b\"}", ["a", "b"]), ("[]", []), ("", []),
        ])
    func inline(text: String, ids: [String]) async throws {
        let bench = ChainBench(inline: text)
        #expect(try await bench.play(.each()).state == .succeeded)
        #expect(try await bench.ids() == ids)
    }

    @Test("is a job for each line of any text, with the whole line")
    func wholeLines() async throws {
        let bench = try ChainBench(file: "one\r\n\ntwo words\nthree")
        #expect(try await bench.play(.each(nil)).state == .succeeded)
        #expect(try await bench.ids() == ["one", "two words", "three"])
        bench.close()
    }

    @Test("is one job without 'forEach', and knows the members of a small result")
    func once() async throws {
        var bench = ChainBench(inline: #"{"sku":"s"}"#)
        bench.book.target = .ready { item, _ throws(JobRejection) in
            var job = ChainBench.job("items")
            job.parameters = #"{"id":"\#(item.text(of: "sku") ?? "none")"}"#
            return job
        }
        let chain = try await bench.play(ChainOrder(run: "items", isForEach: false, item: nil, limit: 10))
        #expect(chain.state == .succeeded)
        #expect(try await bench.ids() == ["s"])
    }

    @Test(
        "neither leaves an item out nor doubles one when the worker is killed",
        arguments: SeveredStore.Side.allCases, [SeveredStore.Verb.follow, .finish])
    func crash(side: SeveredStore.Side, verb: SeveredStore.Verb) async throws {
        for number in 1...3 {
            let bench = try ChainBench(file: Self.lines(410))
            try await bench.begin(.each())
            let first = SeveredStore(bench.store, cut: .init(side, call: number, of: [verb]))
            try await bench.live(over: first, seed: 1)
            #expect(first.isSevered, "\(side) \(verb) \(number)")
            try await bench.live(seed: 2)
            #expect(try await bench.chain().state == .succeeded, "\(side) \(verb) \(number)")
            #expect(try await bench.ids() == Self.ids(410), "\(side) \(verb) \(number)")
            bench.close()
        }
    }

    @Test(
        "goes as far as the first line that means nothing, and the chain's job names that line",
        arguments: [
            ("nonsense", "is no JSON"), (#"{"sku":1}"#, "has no text or number 'orderId'"),
            (#"{"orderId":"{now}"}"#, "makes no job of items"),
            (#"[{"orderId":"o-2"},{}]"#, "(item 2 of it)"),
        ])
    func badLine(line: String, words: String) async throws {
        let bench = try ChainBench(file: Self.lines(2) + line + "\n" + #"{"orderId":"after"}"#)
        let chain = try await bench.play(.each())
        #expect(chain.state == .failed)
        #expect(chain.failure?.kind == "chainItem")
        let message = chain.failure?.message ?? ""
        #expect(message.hasPrefix("Line 3") && message.contains(words), "\(message)")
        #expect(try await bench.ids() == Self.ids(line.hasPrefix("[") ? 3 : 2))
        // Another try begins with the flawed item.
        _ = try await bench.store.retry([chain.id], confirmed: false)
        try await bench.live(seed: 2)
        #expect(try await bench.chain().failure?.message == message)
        #expect(try await bench.ids() == Self.ids(line.hasPrefix("[") ? 3 : 2))
        bench.close()
    }

    @Test("stops at the limit, and the chain's job tells how many items were left")
    func limit() async throws {
        let bench = try ChainBench(file: Self.lines(250))
        let chain = try await bench.play(.each(limit: 205))
        #expect(chain.state == .failed && chain.failure?.kind == "chainLimit")
        #expect(chain.failure?.message.contains("45 more items") == true)
        #expect(try await bench.ids() == Self.ids(205))
        // Raised, it goes on with what was left.
        var raised = bench
        raised.book.limit = 250
        _ = try await bench.store.retry([chain.id], confirmed: false)
        try await raised.live(seed: 2)
        #expect(try await bench.chain().state == .succeeded)
        #expect(try await bench.ids() == Self.ids(250))
        bench.close()
        let exact = ChainBench(inline: #"[{"orderId":"a"},{"orderId":"b"}]"#)
        #expect(try await exact.play(.each(limit: 2)).state == .succeeded)
    }

    @Test(
        "is nothing when the result cannot be read, and the chain's job says why",
        arguments: [
            ("s3://bucket/key", "in the output directory only"), ("orders/gone.ndjson", "not in the output directory"),
        ])
    func unreadable(path: String, words: String) async throws {
        let bench = ChainBench(JobResult(status: 200, bytes: 9, path: path))
        let chain = try await bench.play(.each())
        #expect(chain.state == .failed && chain.failure?.kind == "chainResult")
        #expect(chain.failure?.message.contains(words) == true)
        #expect(try await bench.ids().isEmpty)
    }

    @Test(
        "is found in what the chain's job carries, however long ago the job before was deleted",
        arguments: [true, false])
    func deleted(isFile: Bool) async throws {
        var bench = try isFile ? ChainBench(file: Self.lines(3)) : ChainBench(inline: Self.lines(3))
        let target = bench.book.target
        bench.book.target = .refused("The definition cannot be read just now.")
        let chain = try await bench.play(.each())
        #expect(chain.state == .failed)
        _ = try await bench.store.prune(Retention(endedIn: [.succeeded], longerAgoThan: .zero))
        #expect(try await bench.store.job(JobID(1)) == nil)
        bench.book.target = target
        _ = try await bench.store.retry([chain.id], confirmed: false)
        try await bench.live(seed: 2)
        #expect(try await bench.chain().state == .succeeded)
        #expect(try await bench.ids() == Self.ids(3))
        bench.close()
    }

    @Test("is nothing for a definition that cannot follow, or does not select the seller")
    func targets() async throws {
        var refused = ChainBench(inline: Self.lines(1))
        refused.book.target = .refused("There is no definition 'items'.")
        let failed = try await refused.play(.each())
        #expect(failed.failure == JobFailure(kind: "chainTarget", message: "There is no definition 'items'."))
        var unselected = ChainBench(inline: Self.lines(1))
        unselected.book.target = .unselected
        let chain = try await unselected.play(.each())
        #expect(chain.state == .succeeded)
        #expect(chain.result?.inline?.contains("does not select this seller") == true)
        #expect(try await unselected.ids().isEmpty)
    }

    @Test("rests while the definition that follows is paused, and goes on when it is resumed")
    func paused() async throws {
        let bench = ChainBench(inline: Self.lines(3))
        try await bench.begin(.each())
        _ = try await bench.store.pauseSchedules("items", seller: nil, region: nil, reason: "r", actor: "test")
        try await bench.live()
        let resting = try await bench.chain()
        #expect(resting.state == .waiting && resting.attempt == 0 && resting.failure?.kind == "chainPaused")
        #expect(try await bench.store.job(resting.id)?.label == .paused)
        #expect(try await bench.ids().isEmpty)
        _ = try await bench.store.pauseSchedules("items", seller: nil, region: nil, reason: nil, actor: "test")
        try await bench.live(seed: 2)
        #expect(try await bench.chain().state == .succeeded)
        #expect(try await bench.ids() == Self.ids(3))
    }

    @Test("goes on with an order that the schedule's row carries as text")
    func order() throws {
        for order in [ChainOrder.each(), .each(nil, limit: 3)] {
            #expect(ChainOrder(try JSONValue(parsing: order.text.utf8)) == order)
        }
    }
}
