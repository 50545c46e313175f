import JobModel

/// A result cannot be written.
struct OutputError: Error, CustomStringConvertible {
    /// What it means for the job.
    enum Kind: Sendable, Hashable {
        /// Another try may do better.
        case trouble
        /// A file that was to be continued is not what it was.
        case incomplete
        /// Something stands where the output is to go, and must stay.
        case taken
        /// The disk is full.
        case full
    }

    let description: String
    let kind: Kind
    /// Whether the complete output is kept, and a later run has only to bring it to its place.
    var isKept = false

    init(_ description: String, _ kind: Kind = .trouble) {
        self.description = description
        self.kind = kind
    }

    /// Whether a file that was to be continued is not what it was.
    var isIncomplete: Bool { kind == .incomplete }

    /// How a run ends that cannot write its result. What is taken stays so, and fails the job; a full disk costs it no
    /// attempt.
    func outcome(now: Timestamp, requestID: String? = nil) -> Outcome {
        switch kind {
        case .trouble, .incomplete:
            .retry(JobFailure(kind: "output", message: description, requestID: requestID))
        case .taken: .fail(JobFailure(kind: "outputExists", message: description, requestID: requestID))
        case .full:
            .snooze(
                until: now + .seconds(60), JobFailure(kind: "diskFull", message: description, requestID: requestID))
        }
    }

    /// The output's place is taken by something that must stay.
    static func taken(_ place: String) -> OutputError {
        OutputError(
            "The output \(place) is there already, and 'output.existing: fail' keeps it. Move it away, or put {job} into "
                + "the path, and run the job again.", .taken)
    }
}
