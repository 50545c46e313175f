import OperationCatalogue
import SellingPartner

/// How a document's bytes become the output's, as a job's options say it.
struct DocumentOptions: Sendable, Hashable {
    /// What tells documents apart from text that is turned into UTF-8.
    enum Encoding: String, Sendable, Hashable, CaseIterable {
        /// Turned into UTF-8.
        case utf8 = "utf-8"
        /// As it came, inflated if it was compressed.
        case raw
    }

    /// What is done about bytes that are none in the document's charset.
    enum Malformed: String, Sendable, Hashable, CaseIterable {
        /// The job fails.
        case strict
        /// The replacement character takes their place.
        case replace
    }

    /// What tables are turned into.
    enum Conversion: String, Sendable, Hashable, CaseIterable {
        case ndjson, csv
    }

    /// The options' names.
    static let names: Set<String> = ["charset", "malformed", "encoding", "convert"]

    /// The document's charset, whatever Amazon says.
    var charset: String?
    var malformed: Malformed?
    var encoding: Encoding?
    var convert: Conversion?

    /// Reads one option. Returns whether it is one of these.
    mutating func read(_ option: OptionValue, _ problems: inout [String]) -> Bool {
        switch option.name {
        case "charset":
            charset = option.text("the name of a charset, as \"windows-1252\"", &problems)
            if let charset, Charset(named: charset) == nil {
                problems.append(
                    "The charset '\(charset.prefix(60))' is not known on this machine. Name one that 'iconv -l' lists, as "
                        + "\"windows-1252\", or leave the option 'charset' out.")
            }
        case "malformed": malformed = option.choice(&problems)
        case "encoding": encoding = option.choice(&problems)
        case "convert": convert = option.choice(&problems)
        default: return false
        }
        return true
    }

    /// Why they do not go together; `nil` when they do.
    var conflict: String? {
        guard encoding == .raw else { return nil }
        let others = [("charset", charset != nil), ("malformed", malformed != nil), ("convert", convert != nil)]
        guard let other = others.first(where: \.1) else { return nil }
        return "The option '\(other.0)' has no meaning with 'encoding' \"raw\": leave one of them out."
    }

    /// The options as they are stored with the job.
    var members: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        members["charset"] = charset.map { .string($0) }
        members["malformed"] = malformed.map { .string($0.rawValue) }
        members["encoding"] = encoding.map { .string($0.rawValue) }
        members["convert"] = convert.map { .string($0.rawValue) }
        return members
    }
}
