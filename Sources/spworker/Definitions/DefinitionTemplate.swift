import JobModel
import OperationCatalogue

/// Fills templates such as `{seller}`, `{marketplaces}` and `{now-2m}` in a definition's parameters.
struct DefinitionTemplate {
    let seller: SellerSettings
    let now: Timestamp

    /// What may stand between braces, for messages.
    static let known = "{seller} {region} {application} {marketplace} {marketplaces} {date} {now} {now-2m} {now+1d}"

    /// The value with every template in it filled in.
    ///
    /// - Throws: `JobRejection` that names the template.
    func filled(_ value: JSONValue) throws(JobRejection) -> JSONValue {
        switch value {
        case .string(let text):
            // A list can only stand alone.
            if text == "{marketplaces}" { return .array(seller.marketplaces.map { .string($0.id) }) }
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
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            result += try value(of: String(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
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
            guard name.hasPrefix("now"), let sign = name.dropFirst(3).first, sign == "-" || sign == "+",
                let offset = Duration(text: String(name.dropFirst(4)))
            else { throw JobRejection("'{\(name)}' is not a template. There are: \(Self.known).") }
            return (sign == "-" ? now - offset : now + offset).iso8601
        }
    }
}
