package import JobModel
package import OperationCatalogue

/// What is missing is written out as `null`, so that programs find every member.
extension JSONValue {
    /// A text or `null`.
    package static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

    /// A whole number or `null`.
    package static func count(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }

    /// An instant in ISO 8601 or `null`.
    package static func time(_ value: Timestamp?) -> JSONValue { value.map { .string($0.iso8601) } ?? .null }

    /// A duration in seconds, to the microsecond, or `null`.
    package static func seconds(_ value: Duration?) -> JSONValue { value.map { .rounded($0.seconds) } ?? .null }

    /// A number without the digits that come of reckoning in binary: 1.12, not 1.1199999999999999.
    package static func rounded(_ value: Double) -> JSONValue {
        // Far above any rate or duration that means something, every number is whole and must not overflow.
        .number(abs(value) < 1e9 ? (value * 1e6).rounded() / 1e6 : value)
    }

    /// A list of texts.
    package static func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

    /// The value that a stored JSON text holds, or the text itself when it is none.
    package static func stored(_ text: String?) -> JSONValue {
        guard let text else { return .null }
        return (try? JSONValue(parsing: text.utf8)) ?? .string(text)
    }

    /// An object with the members of both; those of `other` win.
    package func adding(_ other: [String: JSONValue]) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.merging(other) { $1 })
    }
}
