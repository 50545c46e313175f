import JobModel
import OperationCatalogue

/// What becomes of a feed's job when Amazon has ended with the feed. Pure.
///
/// That a feed is `DONE` says nothing of its messages: each may have been refused.
enum FeedVerdict: Sendable, Hashable {
    /// Something was taken, or nothing is known of what was not.
    case succeeded
    case failed(JobFailure)

    /// How Amazon ends with a feed.
    enum End: String, Sendable, Hashable {
        case done = "DONE"
        case cancelled = "CANCELLED"
        case fatal = "FATAL"
    }

    /// Judges a feed.
    ///
    /// - Parameters:
    ///   - end: How Amazon ended with it.
    ///   - feedID: Amazon's id, which its support asks for.
    ///   - result: What its document says; `nil` when there is none.
    init(_ end: End, feedID: String, result: FeedResult?) {
        let errors = Self.errors(result)
        switch end {
        case .done:
            guard let result, result.isRefused else {
                self = .succeeded
                return
            }
            let subject =
                switch result.processed {
                case nil, 0: "Nothing of feed \(feedID) was taken."
                case 1: "The only message of feed \(feedID) had errors."
                case let count?: "All \(count) messages of feed \(feedID) had errors."
                }
            self = .failed(JobFailure(kind: "feedErrors", message: subject + errors))
        case .cancelled:
            self = .failed(
                JobFailure(
                    kind: "feedCancelled",
                    message: "Feed \(feedID) was cancelled before Amazon began with it: nothing of it was applied."))
        case .fatal:
            self = .failed(
                JobFailure(
                    kind: "feedFatal",
                    message:
                        "Amazon broke off feed \(feedID): some, none or all of its messages may have been applied. Look which, "
                        + "before you send them again.\(errors)"))
        }
    }

    /// What has become of the feed itself, a sentence: told when its document cannot be had.
    ///
    /// - Parameter result: What is known of the document; it may be nothing.
    /// - Returns: `nil` when Amazon has not touched the feed.
    static func standing(_ end: End, feedID: String, result: FeedResult) -> String? {
        let figures = [("processed", result.processed), ("with errors", result.errors)].compactMap { words, count in
            count.map { "\($0) \(words)" }
        }
        let known = ([end.rawValue] + figures).joined(separator: ", ")
        return switch end {
        case .done where result.isRefused: "Amazon has processed feed \(feedID) (\(known)) and took nothing of it."
        case .done: "Feed \(feedID) was applied (\(known))."
        case .fatal:
            "Amazon broke off feed \(feedID) (\(known)): some, none or all of its messages may have been applied."
        case .cancelled: nil
        }
    }

    /// The first errors, as they follow a sentence.
    private static func errors(_ result: FeedResult?) -> String {
        guard let result, !result.firstErrors.isEmpty else { return "" }
        let more = max(0, (result.errors ?? 0) - result.firstErrors.count)
        let rest = more > 0 ? " And \(more) more." : ""
        return " First \(result.firstErrors.count == 1 ? "error" : "errors"): "
            + result.firstErrors.map { $0.hasSuffix(".") ? $0 : $0 + "." }.joined(separator: " ") + rest
    }
}

extension FeedResult {
    /// The figures as members of a job's progress; what is not known is not there.
    var progress: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        members["processed"] = processed.map { .integer(Int64($0)) }
        members["accepted"] = accepted.map { .integer(Int64($0)) }
        members["errors"] = errors.map { .integer(Int64($0)) }
        members["warnings"] = warnings.map { .integer(Int64($0)) }
        if !firstErrors.isEmpty { members["firstErrors"] = .array(firstErrors.map { .string($0) }) }
        return members
    }
}
