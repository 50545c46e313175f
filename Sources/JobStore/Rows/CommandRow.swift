package import JobModel

/// What another process asks of a running worker.
package struct CommandRow: Sendable, Hashable {
    /// What became of a request.
    package enum Status: String, Sendable, Hashable {
        /// Nobody has answered yet.
        case new
        case done
        case failed
        /// Nobody answered in time.
        case expired
    }

    /// How long a request waits for its answer.
    package static let lifetime = Duration.seconds(60)

    /// The request's number. Numbers are never used again.
    package var id: Int64
    /// The worker that is asked; `nil` means whoever sees it first.
    package var worker: WorkerID?
    /// What is asked, for example `drain`.
    package var verb: String
    /// What the verb is about, as a JSON object.
    package var argument: String
    package var status: Status
    /// What came of it, as a JSON object; `nil` while nobody has answered.
    package var answer: String?
    package var createdAt: Timestamp
    package var answeredAt: Timestamp?

    package init(
        id: Int64, worker: WorkerID? = nil, verb: String, argument: String = "{}", status: Status = .new,
        answer: String? = nil, createdAt: Timestamp, answeredAt: Timestamp? = nil
    ) {
        self.id = id
        self.worker = worker
        self.verb = verb
        self.argument = argument
        self.status = status
        self.answer = answer
        self.createdAt = createdAt
        self.answeredAt = answeredAt
    }

    /// Whether it has waited for too long by then.
    package func isOverdue(at now: Timestamp) -> Bool { now - createdAt >= Self.lifetime }
}

/// What a worker answers to a request.
package enum CommandAnswer: Sendable, Hashable {
    /// It was done; what came of it is a JSON object.
    case done(String = "{}")
    /// It could not be done, for this reason.
    case failed(String)

    /// The status that the request gets.
    package var status: CommandRow.Status {
        switch self {
        case .done: .done
        case .failed: .failed
        }
    }

    /// The answer as a JSON object: `{"reason": "..."}` when it could not be done.
    package var text: String {
        switch self {
        case .done(let object): object
        case .failed(let reason): "{\"reason\":\(Self.quoted(reason))}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
