import ArgumentParser
import JobModel
import OperationCatalogue
import SellerJobs
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

    // MARK: Kinds

    private let now = Timestamp(microseconds: 1_772_366_400_000_000)

    @Test("a report's flags become options; times may be written as how long ago they were")
    func report() throws {
        let command = try EnqueueReportCommand.parse([
            "GET_MERCHANT_LISTINGS_ALL_DATA", "--marketplaces", "DE, FR", "--from", "7d", "--to", "2026-02-28",
            "--option", "custom=true", "--option", "path=a=b", "--reuse", "2h", "--empty-fails", "--convert", "csv",
            "--seller", "acme", "--timeout", "5m", "--unique", "k",
        ])
        let options = try command.options(now: now)
        #expect(
            options == [
                "marketplaces": ["DE", "FR"], "from": "2026-02-22T12:00:00.000Z", "to": "2026-02-28T00:00:00.000Z",
                "reportOptions": ["custom": "true", "path": "a=b"], "reuse": "2h", "emptyFails": true, "convert": "csv",
            ])
        let request = command.flags.request(kind: "report", operation: command.type, options: options, now: now)
        #expect(request.kind == "report" && request.operation == "GET_MERCHANT_LISTINGS_ALL_DATA")
        #expect(request.seller == "acme" && request.uniqueKey == "k" && request.body == nil)
        #expect(request.options.contains(#""timeout":"5m""#) && request.parameters == "{}")
        #expect(try EnqueueReportCommand.parse(["A"]).options(now: now).isEmpty)
    }

    @Test("a feed takes a file or a dash, and its type's own options")
    func feed() throws {
        let command = try EnqueueFeedCommand.parse([
            "UPLOAD_VAT_INVOICE", "-", "--content-type", "application/pdf", "--feed-option", "OrderId=1",
            "--feed-option", "InvoiceNumber=", "--marketplaces", "DE", "--marketplaces", "IT", "--malformed", "replace",
        ])
        #expect(command.type == "UPLOAD_VAT_INVOICE" && command.file == "-")
        #expect(
            try command.options() == [
                "contentType": "application/pdf", "feedOptions": ["OrderId": "1", "InvoiceNumber": ""],
                "marketplaces": ["DE", "IT"], "malformed": "replace",
            ])
    }

    @Test("a file of messages is for listings, and its content is theirs")
    func messages() throws {
        let command = try EnqueueFeedCommand.parse([
            "JSON_LISTINGS_FEED", "m.ndjson", "--messages", "--issue-locale", "de_DE", "--feed-option", "a=b",
        ])
        #expect(command.messages && command.issueLocale == "de_DE")
        #expect(try command.options() == ["feedOptions": ["a": "b"]])
        #expect(try !EnqueueFeedCommand.parse(["JSON_LISTINGS_FEED", "f.json"]).messages)
        for arguments in [
            ["UPLOAD_VAT_INVOICE", "f", "--messages"], ["JSON_LISTINGS_FEED", "f", "--issue-locale", "de_DE"],
            ["JSON_LISTINGS_FEED", "f", "--messages", "--content-type", "text/plain"],
            ["JSON_LISTINGS_FEED", "f", "--messages", "--issue-locale", "German"],
        ] {
            #expect(throws: (any Error).self) { try EnqueueFeedCommand.parse(arguments) }
        }
    }

    @Test("a query takes a file and says how its document is written")
    func query() throws {
        let command = try EnqueueQueryCommand.parse(["q.graphql", "--encoding", "raw", "--json"])
        #expect(command.file == "q.graphql" && command.document.options == ["encoding": "raw"] && command.global.json)
    }

    @Test(
        "flags of a kind that make no sense are refused",
        arguments: [
            ["T", "--from", "yesterday"], ["T", "--to", "2026-02-30"], ["T", "--option", "a"], ["T", "--option", "=a"],
            ["T", "--option", "a=1", "--option", "a=2"], ["T", "--reuse", "soon"], ["T", "--convert", "xml"],
            ["T", "--encoding", "latin1"], ["T", "--malformed", "skip"], [], ["T", "U"], ["T", "--file", "x"],
        ])
    func refusedFlags(arguments: [String]) {
        #expect(throws: (any Error).self) { try EnqueueReportCommand.parse(arguments) }
    }

    @Test("only reports are tables that could be converted")
    func conversion() {
        #expect(throws: (any Error).self) { try EnqueueFeedCommand.parse(["A", "-", "--convert", "csv"]) }
        #expect(throws: (any Error).self) { try EnqueueQueryCommand.parse(["-", "--convert", "csv"]) }
    }

    @Test("a feed needs its file, and a query too")
    func files() {
        #expect(throws: (any Error).self) { try EnqueueFeedCommand.parse(["JSON_LISTINGS_FEED"]) }
        #expect(throws: (any Error).self) { try EnqueueFeedCommand.parse(["A", "-", "--feed-option", "a"]) }
        #expect(throws: (any Error).self) { try EnqueueQueryCommand.parse([]) }
    }

    @Test("a command is offered for every kind that a worker runs, and for no other")
    func offered() {
        #expect(Set(EnqueueKinds.offered.map(\.name)) == KindAdmissions.runnable)
        #expect(EnqueueCommand.configuration.subcommands.map { $0._commandName } == EnqueueKinds.offered.map(\.name))
    }
}
