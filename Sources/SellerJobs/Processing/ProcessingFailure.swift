import OperationCatalogue

/// Why what Amazon was asked for came to nothing.
struct ProcessingFailure: Sendable, Hashable {
    enum Cause: Sendable, Hashable {
        /// There is no data, and that was not to be.
        case noData
        /// It was asked for again too soon.
        case tooSoon
        /// Amazon failed; what it says about that.
        case fatal(explanation: String?)
        /// Amazon has not ended; what it said last of how far it is.
        case timedOut(status: String?)
        /// Amazon does not know it.
        case missing
        /// Amazon says that it is done, and names no document.
        case noDocument
        /// Somebody has called it off at Amazon.
        case cancelled
        /// Nothing of what Amazon was brought was taken.
        case errors
        /// The tokens of its pages lead nowhere.
        case pageLoop
    }

    let cause: Cause
    /// What Amazon calls the thing.
    let id: String?
}

extension ProcessingFailure {
    /// Reads what ``json`` wrote; `nil` for anything else.
    init?(_ json: JSONValue) {
        let text = json["text"]?.string
        let cause: Cause
        switch json["cause"]?.string {
        case "noData": cause = .noData
        case "tooSoon": cause = .tooSoon
        case "fatal": cause = .fatal(explanation: text)
        case "timedOut": cause = .timedOut(status: text)
        case "missing": cause = .missing
        case "noDocument": cause = .noDocument
        case "cancelled": cause = .cancelled
        case "errors": cause = .errors
        case "pageLoop": cause = .pageLoop
        default: return nil
        }
        self.init(cause: cause, id: json["id"]?.string)
    }

    /// The failure as it is stored with the job.
    var json: JSONValue {
        let (word, text): (String, String?) =
            switch cause {
            case .noData: ("noData", nil)
            case .tooSoon: ("tooSoon", nil)
            case .fatal(let explanation): ("fatal", explanation)
            case .timedOut(let status): ("timedOut", status)
            case .missing: ("missing", nil)
            case .noDocument: ("noDocument", nil)
            case .cancelled: ("cancelled", nil)
            case .errors: ("errors", nil)
            case .pageLoop: ("pageLoop", nil)
            }
        var members: [String: JSONValue] = ["cause": .string(word)]
        members["text"] = text.map { .string($0) }
        members["id"] = id.map { .string($0) }
        return .object(members)
    }
}
