/// What went wrong with a job, in a form that may be stored and shown. Never holds a secret.
public struct JobFailure: Sendable, Hashable {
    /// A short, stable word for programs, for example `rejected` or `deadlineExceeded`.
    public var kind: String
    /// A sentence for people, at most `longestMessage` characters.
    public var message: String
    /// The HTTP status, where there was one.
    public var status: Int?
    /// Amazon's request id, which its support asks for.
    public var requestID: String?

    /// The longest message that is kept.
    public static let longestMessage = 2000

    /// Creates a failure; a longer message is cut.
    public init(kind: String, message: String, status: Int? = nil, requestID: String? = nil) {
        self.kind = kind
        self.message = message.count > Self.longestMessage ? message.prefix(Self.longestMessage) + "…" : message
        self.status = status
        self.requestID = requestID
    }

    /// The kind of a failure to reach Amazon at all.
    package static let networkKind = "network"

    /// The failure of a job that ended while nobody knew whether its last call took effect.
    public static let inDoubt = JobFailure(
        kind: "doubtful",
        message:
            "A call that must not be repeated was begun and its answer never arrived. Look whether it took effect, then "
            + "reopen the job with 'spworker jobs retry ID --yes' or cancel it.")

    /// The failure of a job whose deadline passed before it could end.
    public static func deadlineExceeded(_ deadline: Timestamp) -> JobFailure {
        JobFailure(
            kind: "deadlineExceeded", message: "The deadline \(deadline.iso8601) passed before the job could end.")
    }
}

/// What a job brought back.
public struct JobResult: Sendable, Hashable {
    /// The HTTP status of the last answer.
    public var status: Int?
    /// The size of the answer or file in bytes.
    public var bytes: Int
    /// The SHA-256 of the answer or file, in hexadecimal.
    public var sha256: String?
    /// Where the file lies: relative to the output directory, or the address of an object in S3 such as `s3://bucket/key`.
    public var path: String?
    /// The answer itself when it is small and holds no personal data.
    public var inline: String?
    /// How many pages were read.
    public var pages: Int?

    /// Answers up to this many bytes are kept with the job.
    public static let largestInline = 16 * 1024

    /// Creates a result.
    public init(
        status: Int? = nil, bytes: Int = 0, sha256: String? = nil, path: String? = nil, inline: String? = nil,
        pages: Int? = nil
    ) {
        self.status = status
        self.bytes = bytes
        self.sha256 = sha256
        self.path = path
        self.inline = inline
        self.pages = pages
    }
}
