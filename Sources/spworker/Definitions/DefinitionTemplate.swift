import JobModel
import OperationCatalogue

/// Fills templates such as `{seller}`, `{marketplaces}` and `{now-2m}` in a definition's parameters.
struct DefinitionTemplate {
    let seller: SellerSettings
    let now: Timestamp

    /// What may stand between braces, for messages.
    static let known = "{seller} {region} {application} {marketplace} {marketplaces} {date} {now} {now-2m} {now+1d}"

    /// Stands for all of a seller's marketplaces. A list cannot be part of a text.
    private static let list = "{marketplaces}"
    private static let words: Set<String> = ["seller", "region", "application", "marketplace", "date", "now"]

    /// Why no seller's values could be filled in here; `nil` when the text is right.
    static func flaw(in text: String) -> (message: String, cure: String)? {
        if text == list { return nil }
        for name in names(in: text) where !words.contains(name) && offset(name) == nil {
            if "{\(name)}" == list {
                return ("\(list) is a list, which cannot be part of a text", "let it stand alone")
            }
            return ("'{\(name)}' is not a template", "there are \(known)")
        }
        return nil
    }

    /// The value with every template in it filled in.
    ///
    /// - Throws: `JobRejection` that names the template.
    func filled(_ value: JSONValue) throws(JobRejection) -> JSONValue {
        switch value {
        case .string(let text):
            if text == Self.list { return .array(seller.marketplaces.map { .string($0.id) }) }
            if let flaw = Self.flaw(in: text) { throw JobRejection("\(flaw.message); \(flaw.cure).") }
            return .string(try filled(text))
        case .array(let items):
            var filledItems: [JSONValue] = []
            for item in items { filledItems.append(try filled(item)) }
            return .array(filledItems)
        case .object(let members):
            var filledMembers: [String: JSONValue] = [:]
            for (key, member) in members { filledMembers[key] = try filled(member) }
            return .object(filledMembers)
        case .null, .bool, .integer, .number:
            return value
        }
    }

    private func filled(_ text: String) throws(JobRejection) -> String {
        var result = ""
        var rest = text[...]
        while let name = Self.nextName(in: rest) {
            result += rest[..<name.startIndex].dropLast()
            result += try value(of: String(name))
            rest = rest[name.endIndex...].dropFirst()
        }
        return result + rest
    }

    private func value(of name: String) throws(JobRejection) -> String {
        switch name {
        case "seller": return seller.id
        case "region": return seller.region.rawValue
        case "application": return seller.application
        case "date": return String(now.iso8601.prefix(10))
        case "now": return now.iso8601
        case "marketplace":
            guard let first = seller.marketplaces.first else {
                throw JobRejection(
                    "{marketplace} needs marketplaces of the seller '\(seller.id)' in the configuration.")
            }
            return first.id
        default:
            // Whatever has no offset was refused before.
            return (now + (Self.offset(name) ?? .zero)).iso8601
        }
    }

    // MARK: Names

    private static func names(in text: String) -> [String] {
        var names: [String] = []
        var rest = text[...]
        while let name = nextName(in: rest) {
            names.append(String(name))
            rest = rest[name.endIndex...].dropFirst()
        }
        return names
    }

    /// What stands between the next braces.
    private static func nextName(in text: Substring) -> Substring? {
        guard let open = text.firstIndex(of: "{"), let close = text[open...].firstIndex(of: "}") else { return nil }
        return text[text.index(after: open)..<close]
    }

    /// How far `now-2m` and its like lie from now; `nil` for other names.
    private static func offset(_ name: String) -> Duration? {
        guard name.hasPrefix("now"), let sign = name.dropFirst(3).first, sign == "-" || sign == "+",
            let distance = Duration(text: String(name.dropFirst(4)))
        else { return nil }
        return sign == "-" ? .zero - distance : distance
    }
}
