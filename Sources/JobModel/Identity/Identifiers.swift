/// The number of a job. Numbers are never used again.
public struct JobID: Sendable, Hashable, Comparable, CustomStringConvertible, Codable {
    /// The number itself.
    public let value: Int64

    /// Wraps a number.
    public init(_ value: Int64) { self.value = value }

    public static func < (left: JobID, right: JobID) -> Bool { left.value < right.value }

    public var description: String { String(value) }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Int64.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

/// The name of one worker process: new and random at every start, so that a restarted worker is never mistaken for its
/// predecessor.
public struct WorkerID: Sendable, Hashable, CustomStringConvertible {
    /// The name itself.
    public let value: String

    /// Wraps a name.
    public init(_ value: String) { self.value = value }

    public var description: String { value }
}

/// What must match before a run may write anything: a run that lost its job to another worker changes nothing.
public struct RunFence: Sendable, Hashable {
    /// The job.
    public let job: JobID
    /// The run's number, counted up by every claim.
    public let run: Int
    /// The worker that claimed it.
    public let worker: WorkerID

    /// Creates a fence.
    public init(job: JobID, run: Int, worker: WorkerID) {
        self.job = job
        self.run = run
        self.worker = worker
    }
}
