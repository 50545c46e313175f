package import JobModel
import OperationCatalogue

/// Turns a line of a file of jobs into a job, or says why not. Pure.
///
/// A line is a JSON object with the keys of `keys`; what they mean is what the columns of the inbox mean.
package struct LineAdmission: Sendable {
    /// Every key that a line may have.
    package static let keys = [
        "kind", "seller", "region", "operation", "params", "body", "options", "runAt", "priority", "uniqueKey",
        "maxAttempts", "deadline", "output",
    ]

    private let kinds: KindAdmissions

    /// Admits the given kinds.
    package init(kinds: KindAdmissions) {
        self.kinds = kinds
    }

    /// Turns the line into a job.
    ///
    /// - Throws: `JobRejection` with every problem found.
    package func admit(_ line: [UInt8], now: Timestamp) throws(JobRejection) -> Admission {
        try kinds.admit(try Self.request(line), now: now)
    }

    /// Sorts a line's members by their keys, and checks that each has the right type.
    static func request(_ line: [UInt8]) throws(JobRejection) -> LooseRequest {
        var request = LooseRequest()
        var problems: [String] = []
        var seen: Set<String> = []
        for member in try members(line) {
            let field = Field(member)
            if !seen.insert(field.key).inserted { problems.append("\(field.shownKey) stands there twice.") }
            switch field.key {
            case "kind": request.kind = field.text(&problems)
            case "seller": request.seller = field.text(&problems)
            case "region": request.region = field.text(&problems)
            case "operation": request.operation = field.text(&problems)
            case "params": request.parameters = field.object(&problems)
            case "body": request.body = field.textOrJSON(&problems)
            case "options": request.options = field.object(&problems)
            case "runAt": request.runAt = field.time(&problems)
            case "priority": request.priority = field.number(&problems)
            case "uniqueKey": request.uniqueKey = field.text(&problems)
            case "maxAttempts": request.maxAttempts = field.number(&problems)
            case "deadline": request.deadline = field.time(&problems)
            case "output": request.output = field.text(&problems)
            default: problems.append(unknown(field))
            }
        }
        guard problems.isEmpty else { throw JobRejection(problems) }
        return request
    }

    private static func members(_ line: [UInt8]) throws(JobRejection) -> [JSONReader.Member] {
        do throws(JSONSyntax.Fault) {
            if let members = try JSONReader.members(of: line) { return members }
        } catch {
            if String(validating: line, as: UTF8.self) == nil { throw JobRejection("The line is not in UTF-8.") }
            throw JobRejection("The line is not JSON; column \(error.column): \(error.reason).")
        }
        let isList = line.first { $0 > 0x20 } == UInt8(ascii: "[")
        throw JobRejection(
            isList
                ? "The line is a list; write one object a line, as 'jq -c .[]' makes of a list."
                : "The line is no object; write {\"seller\": \"acme\", \"operation\": \"...\"}.")
    }

    private static func unknown(_ field: Field) -> String {
        let near = NearestNames(to: field.key).nearest(among: keys)
        let hint =
            near.first.map { "Did you mean '\($0)'?" } ?? "The keys are \(keys.joined(separator: ", "))."
        return "There is no key \(field.shownKey). \(hint)"
    }
}
