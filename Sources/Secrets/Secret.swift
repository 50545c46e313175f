public import Logging

/// A value that must not be seen: a client secret, a refresh token, an access token.
///
/// Every way of turning it into text gives ``redactedText`` instead: interpolation, `print`, `dump`, mirrors, JSON and
/// log metadata. ``reveal()`` is the only way to the value itself. It cannot be decoded, so that no file format of ours
/// can hold one by accident.
public struct Secret: Sendable {
    /// What stands wherever a secret would otherwise be printed.
    public static let redactedText = "<redacted>"

    private let value: String

    /// Wraps a value. Nothing is trimmed or checked.
    public init(_ value: String) {
        self.value = value
    }

    /// The value itself. Hand it straight to the request that needs it, and to nothing that prints or stores.
    public func reveal() -> String { value }

    /// Whether the value holds no characters at all.
    public var isEmpty: Bool { value.isEmpty }

    /// The redacted text, ready for a log line.
    public var metadataValue: Logger.MetadataValue { .string(Self.redactedText) }
}

extension Secret: Equatable {
    /// Compares in a time that depends on the lengths alone, so that timing tells nothing about the contents.
    public static func == (left: Secret, right: Secret) -> Bool {
        let left = left.value.utf8
        let right = right.value.utf8
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { Self.redactedText }

    public var debugDescription: String { Self.redactedText }

    public var customMirror: Mirror { Mirror(self, children: [:] as KeyValuePairs<String, Any>) }
}

extension Secret: Encodable {
    /// Encodes the redacted text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Self.redactedText)
    }
}
