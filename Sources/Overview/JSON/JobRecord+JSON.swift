package import JobModel
package import JobStore
package import OperationCatalogue

extension JobRecord {
    /// The job as programs read it. Members without a value are `null`.
    package var json: JSONValue {
        .object([
            "id": .integer(row.id.value),
            "kind": .string(row.kind),
            "seller": .text(authorization?.key.seller),
            "region": .text(authorization?.key.region),
            "application": .string(application.name),
            "operation": .string(row.operation),
            "state": .string(row.state.word),
            "label": .text(label?.rawValue),
            "priority": .count(row.priority),
            "runAt": .time(row.runAt),
            "attempt": .count(row.attempt),
            "maxAttempts": .count(row.maxAttempts),
            "runs": .count(row.run),
            "crashes": .count(row.crashes),
            "createdAt": .time(row.createdAt),
            "startedAt": .time(row.startedAt),
            "finishedAt": .time(row.finishedAt),
            "uniqueKey": .text(row.uniqueKey),
            "deadline": .time(row.deadline),
            "error": row.failure?.json ?? .null,
            "result": row.result?.json ?? .null,
            "checkpoint": .stored(row.checkpoint),
            "progress": .stored(row.progress),
        ])
    }

    /// The job with its parameters, options, last call, what it has written and the history of its runs.
    package func detail(attempts: [AttemptRow], outputs: [OutputRow], obstacle: String? = nil) -> JSONValue {
        json.adding([
            "lastCall": row.lastCall?.json ?? .null,
            "params": .stored(content?.parameters),
            "body": .text(content?.body),
            "options": .stored(content?.options),
            "output": .text(content?.output),
            "outputs": .array(outputs.map(\.json)),
            "attempts": .array(attempts.map(\.json)),
            "obstacle": .text(obstacle),
        ])
    }
}

extension JobFailure {
    /// The failure as programs read it.
    package var json: JSONValue {
        .object([
            "kind": .string(kind), "message": .string(message), "status": .count(status), "requestId": .text(requestID),
        ])
    }
}

extension JobResult {
    /// The result as programs read it. `inline` is the answer's exact text.
    package var json: JSONValue {
        .object([
            "status": .count(status), "bytes": .count(bytes), "sha256": .text(sha256), "path": .text(path),
            "inline": .text(inline), "pages": .count(pages),
        ])
    }
}

extension LastCall {
    /// The call as programs read it.
    package var json: JSONValue {
        .object([
            "status": .count(status), "requestId": .text(requestID),
            "rateLimit": rateLimit.map { .rounded($0) } ?? .null,
            "startedAt": .time(startedAt), "endedAt": .time(endedAt),
        ])
    }
}

extension AttemptRow {
    /// The run as programs read it.
    package var json: JSONValue {
        .object([
            "run": .count(run), "worker": .text(worker?.value), "startedAt": .time(startedAt),
            "endedAt": .time(endedAt),
            "outcome": .string(outcome), "error": failure?.json ?? .null, "lastCall": lastCall?.json ?? .null,
        ])
    }
}

extension Explanation {
    /// The explanation as programs read it.
    package var json: JSONValue {
        .object(["ready": .bool(isReady), "reasons": .array(reasons.map(\.json))])
    }
}

extension Explanation.Reason {
    /// The reason as programs read it.
    package var json: JSONValue {
        .object(["code": .string(code), "sentence": .string(sentence), "cure": .text(cure)])
    }
}
