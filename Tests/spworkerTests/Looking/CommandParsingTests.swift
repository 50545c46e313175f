import ArgumentParser
import JobModel
import JobStore
import Testing

@testable import spworker

@Suite("The looking commands read their arguments")
struct CommandParsingTests {
    @Test("States may be repeated or separated by commas")
    func states() throws {
        let command = try #require(
            try JobsCommand.parseAsRoot(["list", "--state", "failed,Cancelled", "--state", "quarantined"])
                as? JobsListCommand)
        #expect(try command.selection.states() == [.failed, .cancelled, .quarantined])
        #expect(command.limit == 50)
    }

    @Test("'jobs' alone lists")
    func defaultVerb() throws {
        #expect(try JobsCommand.parseAsRoot([]) is JobsListCommand)
        #expect(try SellersCommand.parseAsRoot([]) is SellersListCommand)
        #expect(try ApplicationsCommand.parseAsRoot([]) is ApplicationsListCommand)
        #expect(try LanesCommand.parseAsRoot([]) is LanesListCommand)
        #expect(try OperationsCommand.parseAsRoot(["list", "orders"]) is OperationsListCommand)
        #expect(try InboxCommand.parseAsRoot([]) is InboxListCommand)
        #expect(try HooksCommand.parseAsRoot([]) is HooksListCommand)
    }

    @Test("Ages become instants, and a short operation name becomes the full one")
    func filter() throws {
        let selection = try JobSelection.parse([
            "--older", "1h", "--newer", "1d", "--operation", "getMarketplaceParticipations",
        ])
        let filter = try selection.filter(now: Records.now, limit: 7)
        #expect(filter.createdBefore == Records.now - .seconds(3600))
        #expect(filter.createdAfter == Records.now - .seconds(86_400))
        #expect(filter.operation?.hasPrefix("sellers.getMarketplaceParticipations@") == true)
        #expect(filter.limit == 7)
    }

    @Test(
        "What makes no sense is refused",
        arguments: [
            ["list", "--state", "parked"], ["list", "--label", "failed"],
            ["list", "--label", "ready", "--state", "failed"],
            ["list", "--older", "soon"], ["list", "--limit", "0"], ["list", "--before", "-1"], ["show"],
            ["show", "abc"],
            ["wait"], ["wait", "1", "--wait-timeout", "x"], ["retry"], ["retry", "1", "--state", "failed"],
            ["retry", "--seller", "acme"], ["retry", "--state", "running"], ["cancel"],
            ["cancel", "--state", "failed"], ["prune", "--state", "quarantined"], ["prune", "--state", "waiting"],
            ["prune", "--state", "odd"], ["prune", "--older-than", "soon"], ["prune", "7"],
        ])
    func refused(arguments: [String]) {
        #expect(throws: (any Error).self) { try JobsCommand.parseAsRoot(arguments) }
    }

    @Test(
        "What makes sense is taken",
        arguments: [
            ["list", "--label", "parked", "--before", "9"], ["show", "1", "--json"], ["explain", "1"],
            ["wait", "1", "2", "--wait-timeout", "10m"], ["retry", "1", "2"], ["retry", "--state", "failed", "--yes"],
            ["cancel", "1"], ["cancel", "--seller", "acme", "--yes"], ["prune"], ["prune", "--older-than", "7d"],
            ["prune", "--state", "failed,cancelled", "--state", "Succeeded", "--yes", "--json"],
        ])
    func taken(arguments: [String]) throws {
        _ = try JobsCommand.parseAsRoot(arguments)
    }

    @Test("Regions, statuses and limits of the other commands are checked")
    func others() throws {
        _ = try SellersCommand.parseAsRoot(["show", "acme", "--region", "eu"])
        #expect(throws: (any Error).self) { try SellersCommand.parseAsRoot(["show", "acme", "--region", "DE"]) }
        _ = try SellersCommand.parseAsRoot(["pause", "acme", "--reason", "stock count"])
        _ = try ApplicationsCommand.parseAsRoot(["resume", "main"])
        _ = try InboxCommand.parseAsRoot(["list", "--status", "rejected"])
        #expect(throws: (any Error).self) { try InboxCommand.parseAsRoot(["list", "--status", "odd"]) }
        #expect(throws: (any Error).self) { try EventsCommand.parse(["--limit", "0"]) }
        #expect(try EventsCommand.parse(["--follow", "--limit", "0"]).follow)
        _ = try StatusCommand.parse(["--json"])
        #expect(throws: (any Error).self) { try OperationsCommand.parseAsRoot(["show"]) }
    }

    @Test("Lanes are named by number, by filters or all at once")
    func lanes() throws {
        for arguments in [["reset", "7"], ["pause", "7", "8"], ["resume", "--seller", "acme"], ["reset", "--all"]] {
            _ = try LanesCommand.parseAsRoot(arguments)
        }
        for arguments in [
            ["reset"], ["reset", "7", "--all"], ["pause", "--seller", "acme", "--all"], ["resume", "x"],
        ] {
            #expect(throws: (any Error).self) { try LanesCommand.parseAsRoot(arguments) }
        }
    }

    @Test("What is asked of workers is checked before anybody is asked")
    func workers() throws {
        #expect(try WorkersCommand.parseAsRoot([]) is WorkersListCommand)
        _ = try WorkersCommand.parseAsRoot(["drain", "--wait", "--wait-timeout", "1m"])
        _ = try WorkersCommand.parseAsRoot(["reload", "--json"])
        for arguments in [["drain", "--wait-timeout", "1m"], ["drain", "--wait", "--wait-timeout", "soon"]] {
            #expect(throws: (any Error).self) { try WorkersCommand.parseAsRoot(arguments) }
        }
        _ = try SellersCommand.parseAsRoot(["probe", "acme", "--region", "eu"])
        _ = try SellersCommand.parseAsRoot(["check", "--all", "--region", "eu"])
        for arguments in [["probe"], ["check", "acme", "--all"], ["check", "--region", "DE"]] {
            #expect(throws: (any Error).self) { try SellersCommand.parseAsRoot(arguments) }
        }
    }

    @Test("An empty unique key, as of a variable that is not set, is refused: it would make different jobs one")
    func uniqueKey() throws {
        let arguments = ["request", "orders.getOrder", "--seller", "acme", "--unique"]
        _ = try EnqueueCommand.parseAsRoot(arguments + ["k"])
        #expect(throws: (any Error).self) { try EnqueueCommand.parseAsRoot(arguments + [""]) }
    }

    @Test("Inbox rows are named by number or all at once, and ages are checked")
    func inbox() throws {
        let retry = try #require(
            try InboxCommand.parseAsRoot(["retry", "--rejected", "--all"]) as? InboxRetryCommand)
        #expect(retry.all)
        _ = try InboxCommand.parseAsRoot(["retry", "1", "2"])
        _ = try InboxCommand.parseAsRoot(["prune", "--older-than", "7d", "--yes"])
        for arguments in [["retry"], ["retry", "1", "--all"], ["prune", "--older-than", "old"]] {
            #expect(throws: (any Error).self) { try InboxCommand.parseAsRoot(arguments) }
        }
        #expect(InboxRetryCommand.refusal(.reopened) == nil)
        for answer in [InboxRetryAnswer.unknown, .other(status: "accepted"), .other(status: "odd")] {
            #expect(InboxRetryCommand.refusal(answer) != nil)
        }
    }

    @Test(
        "A refused retry says what to do",
        arguments: [RetryAnswer.needsConfirmation, .succeeded, .unknown, .open(.running)])
    func refusals(answer: RetryAnswer) {
        #expect(JobsRetryCommand.refusal(answer, JobID(1)) != nil)
        #expect(JobsRetryCommand.refusal(.reopened(droppedDeadline: nil), JobID(1)) == nil)
    }
}
