import JobModel
package import JobStore
import OperationCatalogue

extension NoticeRow {
    /// What all notices of one event share, for a receiver that wants to know an event it has seen. It is different after
    /// a backup has been restored.
    package var eventName: String { "\(eventID)-\(at.microseconds)" }

    /// What a target is told: JSON in camel case, times in ISO 8601. What is missing is `null`.
    ///
    /// - Parameter redact: Takes secrets out of texts that came from elsewhere.
    package func payload(redact: (String) -> String) -> [UInt8] {
        let reason = failure.map { JSONValue.string(redact($0.message)) } ?? .null
        let kind = failure.map { JSONValue.string($0.kind) } ?? .null
        let requestID = failure?.requestID.map { JSONValue.string(redact($0)) } ?? .null
        var members: [String: JSONValue] = [
            "id": .string(eventName), "hook": .string(hook.rawValue), "at": .string(at.iso8601),
            "application": .string(application), "seller": Self.text(seller), "region": Self.text(region),
            "from": Self.text(from), "to": Self.text(to), "reason": reason, "kind": kind, "requestId": requestID,
            "actor": Self.text(actor), "job": .null,
        ]
        if let job {
            members["job"] = .object([
                "id": .integer(job.id.value), "kind": .string(job.kind), "operation": .string(job.operation),
                "state": Self.text(to),
                "error": failure == nil
                    ? .null
                    : .object([
                        "kind": kind, "message": reason, "requestId": requestID,
                        "status": failure?.status.map { .integer(Int64($0)) } ?? .null,
                    ]),
                "output": job.output.map(told) ?? .null,
            ])
        }
        return Array(JSONValue.object(members).text.utf8)
    }

    private func told(_ output: Output) -> JSONValue {
        .object([
            "path": .string(output.path), "bytes": .integer(Int64(output.bytes)), "sha256": Self.text(output.sha256),
            "finishedAt": .string(at.iso8601),
        ])
    }

    private static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
}
