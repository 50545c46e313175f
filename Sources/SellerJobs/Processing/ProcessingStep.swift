import JobModel
import OperationCatalogue

/// Something that was reached on the way, as people are shown it.
struct ProcessingStep: Sendable, Hashable {
    /// What was reached. The raw values are the words that people and programs see.
    enum Word: String, Sendable, Hashable {
        /// A place for the content was got from Amazon.
        case documentCreated
        /// The content lies there.
        case uploaded
        /// It was found at Amazon.
        case joined
        /// Amazon was asked for it.
        case created
        /// Amazon has it waiting.
        case queued
        /// Amazon has begun.
        case inProgress
        /// Amazon has done it.
        case done
        /// Amazon has ended it without anything.
        case cancelled
        /// Amazon has failed.
        case fatal
        /// The address of the document is known.
        case document
        /// The document is fetched.
        case downloaded
        /// It lies where it belongs.
        case stored

        /// What is reached when Amazon says so; `nil` for words that are not known.
        init?(status: String) {
            switch status {
            case "IN_QUEUE": self = .queued
            case "IN_PROGRESS": self = .inProgress
            case "DONE": self = .done
            case "CANCELLED": self = .cancelled
            case "FATAL": self = .fatal
            default: return nil
            }
        }
    }

    let word: Word
    let at: Timestamp
    /// Amazon's id of the request that showed it.
    var requestID: String?
    /// What Amazon calls the thing that the step is about.
    var id: String?

    init(_ word: Word, at: Timestamp, requestID: String? = nil, id: String? = nil) {
        self.word = word
        self.at = at
        self.requestID = requestID
        self.id = id
    }

    /// Reads what ``json`` wrote.
    init?(_ json: JSONValue) {
        guard let word = json["step"]?.string.flatMap(Word.init(rawValue:)),
            let at = json["at"]?.string.flatMap({ Timestamp(iso8601: $0) })
        else { return nil }
        self.init(word, at: at, requestID: json["requestId"]?.string, id: json["id"]?.string)
    }

    /// The step as programs read it.
    var json: JSONValue {
        var members: [String: JSONValue] = ["step": .string(word.rawValue), "at": .string(at.iso8601)]
        members["requestId"] = requestID.map { .string($0) }
        members["id"] = id.map { .string($0) }
        return .object(members)
    }
}
