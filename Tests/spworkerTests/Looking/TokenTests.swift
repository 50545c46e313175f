import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Testing

@testable import spworker

@Suite("Tokens as people and programs see them")
struct TokenTests {
    private static let worker = WorkerRow(
        id: WorkerID("w"), host: "h", pid: 1, version: "1", startedAt: Records.now, leaseUntil: Records.now)

    private static func token(seller: String? = "acme", scope: String? = nil) -> TokenRow {
        TokenRow(
            worker: WorkerID("w"), key: "k", application: "main", seller: seller, region: seller == nil ? nil : "EU",
            scope: scope,
            fingerprint: "f", obtainedAt: Records.now - .seconds(600), expiresAt: Records.now + .seconds(3000))
    }

    @Test("A token has an age, an end and a kind, and nothing of the token itself")
    func json() {
        let json = Self.token().json(Records.now, isStored: true)
        #expect(json["age"] == .number(600) && json["expiresIn"] == .number(3000))
        #expect(
            json["worker"] == "w" && json["kind"] == "seller" && json["scope"] == .null && json["stored"] == .bool(true)
        )
        #expect(Self.token().json(Records.now + .seconds(9000), isStored: false)["expiresIn"] == .number(0))
        let grantless = Self.token(seller: nil, scope: "notifications")
        #expect(grantless.kindText == "grantless (notifications)")
        #expect(grantless.json(Records.now, isStored: false)["seller"] == .null)
        #expect(grantless.authorization == nil)
    }

    @Test("Several answers of the worker add up")
    func tally() {
        var tally = TokenTally()
        let problem = JSONValue.object(["seller": "bolt", "region": "EU", "reason": "why", "parked": .bool(false)])
        tally.add(
            WorkerReply(
                Self.worker, .done,
                answer: .object([
                    "exchanged": 3, "held": 1, "parked": 0, "refused": 1, "problems": .array([problem]),
                ])))
        tally.add(WorkerReply(Self.worker, .done, answer: .object(["exchanged": 2, "parked": 4])))
        #expect(tally.count == 11)
        #expect(tally.exchanged == 5 && tally.held == 1 && tally.parked == 4 && tally.refused == 1)
        #expect(tally.problems == [problem] && tally.trouble == nil)
        tally.add(WorkerReply(Self.worker, .gone))
        #expect(tally.trouble != nil && tally.json["reason"] != .null)
    }

    @Test("Sellers are named or all are meant, and regions exist")
    func parsing() throws {
        for arguments in [
            ["list"], ["warm", "--all"], ["warm", "--seller", "acme"], ["forget", "--all", "--region", "eu"],
            ["key"], ["key", "--json"],
        ] {
            _ = try TokensCommand.parseAsRoot(arguments)
        }
        for arguments in [
            ["warm", "acme"], ["warm", "--all", "--seller", "acme"], ["forget", "--region", "DE"], ["key", "acme"],
        ] {
            #expect(throws: (any Error).self) { try TokensCommand.parseAsRoot(arguments) }
        }
    }

    @Test("A seller's key is read back as it is written")
    func keys() {
        #expect(AuthorizationKey(json: Records.key.json) == Records.key)
        #expect(AuthorizationKey(json: .object(["seller": "acme"])) == nil)
    }

    @Test("A job that was asked to stop is no cancelled job")
    func requested() throws {
        var answers = JobAnswers()
        answers.add(JobID(1))
        answers.request(JobID(2))
        #expect(answers.done == [JobID(1)] && answers.requested == [JobID(2)])
    }
}
