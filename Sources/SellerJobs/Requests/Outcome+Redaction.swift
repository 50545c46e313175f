import JobModel

extension Outcome {
    /// The same outcome with the text of its failure passed through `redact`: answers may repeat what was sent to them.
    func redacted(by redact: (String) -> String) -> Outcome {
        changed { failure in
            JobFailure(
                kind: failure.kind, message: redact(failure.message), status: failure.status,
                requestID: failure.requestID.map(redact))
        }
    }

    /// The same outcome, its failure told as something that happened on the way to something else.
    func explained(_ circumstance: String) -> Outcome {
        changed { failure in
            JobFailure(
                kind: failure.kind, message: "\(circumstance) \(failure.message)", status: failure.status,
                requestID: failure.requestID)
        }
    }

    private func changed(_ change: (JobFailure) -> JobFailure) -> Outcome {
        switch self {
        case .retry(let failure): .retry(change(failure))
        case .snooze(let until, let failure): .snooze(until: until, failure.map(change))
        case .throttled(let scope, let failure): .throttled(scope, change(failure))
        case .park(let failure): .park(change(failure))
        case .fail(let failure): .fail(change(failure))
        case .quarantine(let failure): .quarantine(change(failure))
        case .succeeded, .cancelled, .interrupted: self
        }
    }
}
