import ArgumentParser
import Testing

@testable import spworker

@Suite("'enqueue' reads its arguments")
struct EnqueueParsingTests {
    @Test("with --file it needs no kind")
    func file() throws {
        let command = try #require(
            try EnqueueCommand.parseAsRoot(["--file", "-", "--skip-bad", "--json"]) as? EnqueueCommand)
        #expect(command.bulk.file == "-" && command.bulk.skipBad && command.global.json)
        let alone = try #require(try EnqueueCommand.parseAsRoot([]) as? EnqueueCommand)
        #expect(alone.bulk.file == nil && !alone.bulk.skipBad)
    }

    @Test("with a kind it reads that kind's own flags and the common ones, in any order")
    func kind() throws {
        for arguments in [
            ["request", "orders.getOrder", "--json", "--seller", "acme", "--config", "x.yaml", "--param", "orderId=1"],
            ["--json", "--config", "x.yaml", "request", "--seller", "acme", "--param", "orderId=1", "orders.getOrder"],
        ] {
            let command = try #require(try EnqueueCommand.parseAsRoot(arguments) as? EnqueueRequestCommand)
            #expect(command.operation == "orders.getOrder" && command.flags.seller == "acme")
            #expect(command.parameters == ["orderId=1"])
            #expect(command.global.json && command.global.config == "x.yaml")
        }
    }

    @Test(
        "what makes no sense is refused",
        arguments: [
            ["--skip-bad"], ["--file"], ["request", "orders.getOrder", "--file", "jobs.ndjson"],
            ["--file", "jobs.ndjson", "request", "orders.getOrder"], ["request", "orders.getOrder", "--skip-bad"],
            ["orders.getOrder"], ["request"], ["--file", "a", "b"],
        ])
    func refused(arguments: [String]) {
        #expect(throws: (any Error).self) { try EnqueueCommand.parseAsRoot(arguments) }
    }
}
