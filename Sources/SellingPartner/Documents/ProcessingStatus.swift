/// How far Amazon is with a report or a feed. Open: more may come.
public struct ProcessingStatus: Codable, Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    /// Amazon's word.
    public let rawValue: String

    /// Takes Amazon's word.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// Not begun; others of the seller may come first.
    public static let inQueue = ProcessingStatus(rawValue: "IN_QUEUE")
    /// Begun.
    public static let inProgress = ProcessingStatus(rawValue: "IN_PROGRESS")
    /// Ended. For a feed this does not mean that anything was accepted: the result tells.
    public static let done = ProcessingStatus(rawValue: "DONE")
    /// Ended without a document: cancelled, without data, or asked for again too soon.
    public static let cancelled = ProcessingStatus(rawValue: "CANCELLED")
    /// Ended with an error, which a document may explain.
    public static let fatal = ProcessingStatus(rawValue: "FATAL")

    /// Whether it stays so.
    public var isFinal: Bool { [.done, .cancelled, .fatal].contains(self) }
}
