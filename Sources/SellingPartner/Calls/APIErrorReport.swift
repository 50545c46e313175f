import OperationCatalogue

/// What the body of a refusal says. Real bodies break Amazon's schema, so everything may be missing.
package struct APIErrorReport: Sendable, Hashable {
    /// One item of the `errors` array.
    package struct Item: Sendable, Hashable {
        /// The code. Differs from API to API for the same status: for display only.
        package let code: String?
        /// The message.
        package let message: String?
        /// The details, which alone tell the kinds of 403 apart. Never empty: an empty text is `nil`.
        package let details: String?

        package init(code: String? = nil, message: String? = nil, details: String? = nil) {
            self.code = code
            self.message = message
            self.details = details
        }
    }

    /// The most bytes of a body that are read to find the errors.
    package static let readLimit = 64 * 1024
    /// The most bytes that are kept of a body that holds none.
    package static let excerptLimit = 2 * 1024
    /// The most characters of a field that are kept, and the most items.
    private static let fieldLimit = 500
    private static let itemLimit = 20

    /// The items, at most 20, each field at most 500 characters.
    package let items: [Item]
    /// The beginning of a body that holds no `errors`, at most 2 KiB of it, in one line; empty when there were errors.
    package let excerpt: String

    /// Reads a body.
    package init(body: some Collection<UInt8>) {
        if let json = try? JSONValue(parsing: body), case .array(let values)? = json["errors"] {
            items = values.prefix(Self.itemLimit).map { value in
                Item(
                    code: Self.field(value["code"]), message: Self.field(value["message"]),
                    details: Self.field(value["details"]))
            }
        } else {
            items = []
        }
        let beginning = items.isEmpty ? String(decoding: body.prefix(Self.excerptLimit), as: UTF8.self) : ""
        excerpt = BoundedText.line(beginning, limit: Self.excerptLimit)
    }

    private init(items: [Item], excerpt: String) {
        self.items = items
        self.excerpt = excerpt
    }

    /// The same report with every text passed through `redact`: answers may repeat what was sent to them.
    func redacted(by redact: (String) -> String) -> APIErrorReport {
        APIErrorReport(
            items: items.map {
                Item(code: $0.code.map(redact), message: $0.message.map(redact), details: $0.details.map(redact))
            }, excerpt: redact(excerpt))
    }

    /// A report without anything, for answers without a body.
    package static let none = APIErrorReport(body: [])

    /// Whether a message or detail holds all of `words`, compared without regard to case.
    package func mentions(_ words: String...) -> Bool {
        items.contains { item in
            [item.details, item.message].contains { text in
                guard let text = text?.lowercased() else { return false }
                return words.allSatisfy { text.contains($0) }
            }
        }
    }

    /// The first item in one sentence, or the excerpt; for people.
    package var summary: String {
        guard let first = items.first else { return String(excerpt.prefix(200)) }
        let text = [first.code, first.message, first.details].compactMap { $0 }.joined(separator: ": ")
        return items.count > 1 ? "\(text) (and \(items.count - 1) more)" : text
    }

    /// A code may come as a number; everything else that is not a text counts as absent.
    private static func field(_ value: JSONValue?) -> String? {
        let text: String? =
            switch value {
            case .string(let text): text
            case .integer(let number): String(number)
            default: nil
            }
        guard let text, !text.isEmpty else { return nil }
        return BoundedText.line(text, limit: fieldLimit)
    }
}
