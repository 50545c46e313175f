import JobModel
package import JobStore
package import OperationCatalogue

extension EventRow {
    /// The event as programs read it.
    package var json: JSONValue {
        .object([
            "id": .integer(id), "at": .time(at), "kind": .string(kind),
            "application": .text(application.isEmpty ? nil : application),
            "seller": .text(seller), "region": .text(region), "from": .text(from), "to": .text(to),
            "error": failure?.json ?? .null, "fingerprintBefore": .text(fingerprintBefore),
            "fingerprintAfter": .text(fingerprintAfter), "note": .text(note), "actor": .string(actor),
        ])
    }
}

extension InboxRow {
    /// The row as programs read it: the columns as they were written, and the answer.
    package var json: JSONValue {
        .object([
            "id": .integer(id), "status": .string(status), "jobId": jobID.map { .integer($0.value) } ?? .null,
            "error": .text(error), "createdAt": .text(createdAt), "kind": .string(kind), "seller": .text(seller),
            "region": .text(region), "operation": .text(operation), "params": .text(parameters), "body": .text(body),
            "options": .text(options), "runAt": .text(runAt), "priority": .number(priority),
            "uniqueKey": .text(uniqueKey),
            "maxAttempts": .number(maxAttempts), "deadline": .text(deadline), "output": .text(output),
        ])
    }
}

extension WorkerRow {
    /// The worker as programs read it.
    package var json: JSONValue {
        .object([
            "id": .string(id.value), "host": .string(host), "pid": .count(pid), "version": .string(version),
            "startedAt": .time(startedAt), "leaseUntil": .time(leaseUntil), "draining": .bool(isDraining),
            "obstacle": .text(obstacle),
        ])
    }
}

extension JSONValue {
    /// A number where the text is one; the text itself where a program wrote something else.
    fileprivate static func number(_ text: String?) -> JSONValue {
        text.flatMap { Int64($0) }.map { .integer($0) } ?? .text(text)
    }
}

extension OutputRow {
    /// The output as programs read it.
    package var json: JSONValue {
        .object([
            "location": .string(location), "host": .text(host), "bytes": .count(bytes), "sha256": .string(sha256),
            "writtenAt": .time(writtenAt),
        ])
    }
}
