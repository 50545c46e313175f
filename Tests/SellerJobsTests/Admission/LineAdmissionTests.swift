import JobModel
import Testing

@testable import SellerJobs

@Suite("Admitting lines of a file", .timeLimit(.minutes(5)))
struct LineAdmissionTests {
    private let lines = LineAdmission(kinds: KindAdmissions(directory: DirectoryHolder(Shop().directory)))

    private func job(_ line: String) throws -> NewJob { try lines.admit(Array(line.utf8), now: .distantPast).job }

    private func problems(_ line: String) -> [String] { problems(Array(line.utf8)) }

    private func problems(_ line: [UInt8]) -> [String] {
        do throws(JobRejection) {
            _ = try lines.admit(line, now: .distantPast)
            return []
        } catch {
            return error.problems
        }
    }

    @Test("An operation alone gets every default")
    func defaults() throws {
        let job = try job(#"{"operation":"\#(Shop.safe)"}"#)
        #expect(job.kind == "request" && job.authorization == Shop.acme)
        #expect(job.parameters == "{}" && job.body == nil && job.options == "{}" && job.output == nil)
        #expect(job.priority == NewJob.defaultPriority && job.maxAttempts == NewJob.defaultMaxAttempts)
        #expect(job.runAt == nil && job.deadline == nil && job.uniqueKey == nil)
    }

    @Test("Keys with null or an empty text count as left out")
    func nothing() throws {
        let keys = LineAdmission.keys.filter { $0 != "operation" }
        let nulls = keys.map { "\"\($0)\":null" }.joined(separator: ",")
        let expected = try job(#"{"operation":"\#(Shop.safe)"}"#)
        #expect(try job("{\"operation\":\"\(Shop.safe)\",\(nulls)}") == expected)
        let empty = ["kind", "seller", "region", "body", "runAt", "uniqueKey", "deadline", "output"]
            .map { "\"\($0)\":\"\"" }.joined(separator: ",")
        #expect(try job("{\"operation\":\"\(Shop.safe)\",\(empty)}") == expected)
    }

    @Test("Every key finds its place, and what is JSON stays as it is written")
    func keys() throws {
        let job = try job(
            #"""
             {"kind": "request", "seller": "acme", "region": "EU", "operation": "\#(Shop.checkFirst)",
             "params": {"orderId" : "7"}, "body": {"z": 1.10, "a": [12345678901234567890]}, "options": {"timeout": "5m"},
             "runAt": "2026-02-01T12:00:00Z", "deadline": 1769947260, "priority": 0, "maxAttempts": 1000,
             "uniqueKey": "k\u00e4y", "output": "{job}.json"}
            """#)
        #expect(job.kind == "request" && job.authorization == Shop.acme && job.operation.hasPrefix(Shop.checkFirst))
        #expect(job.parameters == #"{"orderId" : "7"}"#)
        #expect(job.body == #"{"z": 1.10, "a": [12345678901234567890]}"#)
        #expect(job.options.contains("timeout"))
        #expect(job.runAt == Timestamp(microseconds: 1_769_947_200_000_000))
        #expect(job.deadline == Timestamp(microseconds: 1_769_947_260_000_000))
        #expect(job.priority == 0 && job.maxAttempts == 1000)
        #expect(job.uniqueKey == "käy" && job.output == "{job}.json")
    }

    @Test("A body may be a text that holds JSON")
    func bodyText() throws {
        let job = try job(
            #"{"operation": "\#(Shop.checkFirst)", "params": {"orderId": "7"}, "body": "{\"a\":\u0031}"}"#)
        #expect(job.body == #"{"a":1}"#)
    }

    @Test(
        "A wrong type is named with its key and what would be right",
        arguments: [
            (#""seller": 7"#, "'seller' must be a text in quotation marks, not a number."),
            (#""operation": ["x"]"#, "'operation' must be a text in quotation marks, not a list."),
            (#""params": "{}""#, "'params' must be an object, {...}, not a text."),
            (#""options": []"#, "'options' must be an object, {...}, not a list."),
            (#""priority": "5""#, "'priority' must be a number, not a text."),
            (#""maxAttempts": true"#, "'maxAttempts' must be a number, not true or false."),
            (#""runAt": {}"#, "not an object."), (#""deadline": false"#, "Unix seconds, not true or false."),
            (#""uniqueKey": 1"#, "'uniqueKey' must be a text"), (#""output": {}"#, "'output' must be a text"),
        ])
    func types(member: String, words: String) {
        let found = problems("{\(member)}")
        #expect(found.count == 1)
        #expect(found.first?.contains(words) == true, "\(found)")
    }

    @Test(
        "Numbers and times out of their bounds are refused",
        arguments: [
            (#""priority": 10"#, "priority '10'"), (#""priority": 1.5"#, "priority '1.5'"),
            (#""priority": 1e0"#, "priority '1e0'"), (#""maxAttempts": 0"#, "maxAttempts '0'"),
            (#""runAt": "tomorrow""#, "runAt 'tomorrow'"), (#""runAt": 1.5"#, "runAt '1.5'"),
            (#""deadline": "2026-02-01T12:00:00""#, "deadline '2026-02-01T12:00:00'"),
        ])
    func bounds(member: String, words: String) {
        let found = problems(#"{"operation": "\#(Shop.safe)", \#(member)}"#)
        #expect(found.count == 1)
        #expect(found.first?.contains(words) == true, "\(found)")
    }

    @Test("An unknown key is refused with the nearest one, a key that stands there twice too")
    func unknown() {
        #expect(problems(#"{"prams": {}}"#) == ["There is no key 'prams'. Did you mean 'params'?"])
        #expect(problems(#"{"unique_key": "x"}"#) == ["There is no key 'unique_key'. Did you mean 'uniqueKey'?"])
        #expect(problems(#"{"zzzzzz": 1}"#)[0].contains("The keys are kind, seller, "))
        #expect(problems(#"{"operation": "a", "operation": "b"}"#) == ["'operation' stands there twice."])
    }

    @Test("What is no object is refused")
    func noObject() {
        #expect(problems("[{}]")[0].contains("jq -c"))
        #expect(problems("7")[0].contains("no object"))
        #expect(problems(#"{"operation": "x",}"#)[0].contains("column 19"))
        #expect(problems(#"{"seller": "\ud800"}"#)[0].contains("'seller': the escape is half of a character"))
        #expect(problems([0x7B, 0xFF, 0x7D]) == ["The line is not in UTF-8."])
    }

    @Test("Every problem is told at once")
    func all() {
        let found = problems(#"{"seller": "acmee", "operation": "\#(Shop.safe)", "priority": 11, "runAt": "soon"}"#)
        for words in ["acmee", "priority", "runAt"] { #expect(found.contains { $0.contains(words) }, "\(words)") }
        #expect(problems("{}").contains { $0.contains("needs an operation") })
        let unknown = "There is no kind 'mystery'. This version knows: feed, query, report, request."
        #expect(problems(#"{"kind": "mystery"}"#) == [unknown])
    }
}
