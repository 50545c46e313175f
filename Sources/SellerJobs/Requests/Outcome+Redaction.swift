import JobModel

extension Outcome {
    /// The same outcome with the text of its failure passed through `redact`: answers may repeat what was sent to them.
    func redacted(by redact: (String) -> String) -> Outcome {
        func clean(_ failure: JobFailure) -> JobFailure {
            JobFailure(
                kind: failure.kind, message: redact(failure.message), status: failure.status,
                requestID: failure.requestID.map(redact))
        }
        return switch self {
        case .retry(let failure): .retry(clean(failure))
        case .snooze(let until, let failure): .snooze(until: until, failure.map(clean))
        case .throttled(let scope, let failure): .throttled(scope, clean(failure))
        case .park(let failure): .park(clean(failure))
        case .fail(let failure): .fail(clean(failure))
        case .quarantine(let failure): .quarantine(clean(failure))
        case .succeeded, .cancelled, .interrupted: self
        }
    }
}
