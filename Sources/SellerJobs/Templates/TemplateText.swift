package import JobModel

/// A text with fields in braces, such as `orders of {seller}` or, where braces mean something else, `${now-1d|date}`.
package struct TemplateText: Sendable, Hashable {
    /// How fields are marked.
    package enum Style: Sendable {
        /// `{now}`: in YAML values.
        case braces
        /// `${now}`: in GraphQL and JSON, whose own braces are left alone.
        case dollar
    }

    /// What is wrong with a text, and what to do about it.
    package struct Flaw: Error, Sendable, Hashable {
        package let message: String
        package let cure: String

        package init(message: String, cure: String) {
            self.message = message
            self.cure = cure
        }
    }

    private enum Part: Hashable {
        case text(String)
        case field(TemplateField)
    }

    /// What may stand between braces, for messages.
    package static let known =
        "{seller} {region} {application} {marketplace} {marketplaces} {date} {scheduledAt} {now} {now-2m} {now+1d} "
        + "{now-1d|date} {cursor} {lastSuccess} {until} {tag:NAME} {env:NAME}"

    /// Stands for all of a seller's marketplaces. A list cannot be part of a text.
    package static let list = "{marketplaces}"

    private let parts: [Part]
    private let style: Style

    /// Reads a text.
    ///
    /// - Throws: `Flaw` for braces that hold no field.
    package init(_ text: String, style: Style = .braces) throws(Flaw) {
        self.style = style
        var parts: [Part] = []
        var rest = text[...]
        var plain = ""
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            let isMarked = style == .braces || rest[..<open].last == "$"
            guard isMarked else {
                plain += rest[...open]
                rest = rest[rest.index(after: open)...]
                continue
            }
            let inside = String(rest[rest.index(after: open)..<close])
            guard let field = TemplateField(inside) else {
                throw Flaw(message: "'{\(inside)}' is not a template", cure: "there are \(Self.known)")
            }
            plain += style == .dollar ? rest[..<open].dropLast() : rest[..<open]
            if !plain.isEmpty { parts.append(.text(plain)) }
            plain = ""
            parts.append(.field(field))
            rest = rest[rest.index(after: close)...]
        }
        plain += rest
        if !plain.isEmpty { parts.append(.text(plain)) }
        self.parts = parts
    }

    /// The fields, in order.
    package var fields: [TemplateField] {
        parts.compactMap { if case .field(let field) = $0 { field } else { nil } }
    }

    /// The field, when the text is nothing but one.
    package var only: TemplateField? { parts.count == 1 ? fields.first : nil }

    /// The text with what `value` knows; fields of which it gives `nil` stay as they are.
    package func filled(
        _ value: (TemplateField) throws(JobRejection) -> String?
    ) throws(JobRejection) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .field(let field):
                if let text = try value(field) {
                    result += text
                } else {
                    result += style == .dollar ? "${\(field.text)}" : "{\(field.text)}"
                }
            }
        }
        return result
    }
}
