#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The fields of a JSON object, read as texts. What the object held is in no error.
struct JSONFields {
    private let entries: [String: SecretContent]

    /// Reads an object; `nil` when the bytes are none.
    init?(_ bytes: [UInt8]) {
        guard case .map(let entries)? = try? JSONDecoder().decode(SecretContent.self, from: Data(bytes)) else {
            return nil
        }
        self.entries = entries
    }

    private init(entries: [String: SecretContent]) {
        self.entries = entries
    }

    /// The text or number at `key`; `nil` when it is missing, empty or something else.
    subscript(_ key: String) -> String? {
        guard case .text(let text)? = entries[key], !text.isEmpty else { return nil }
        return text
    }

    /// The object at `key`.
    func object(_ key: String) -> JSONFields? {
        guard case .map(let inner)? = entries[key] else { return nil }
        return JSONFields(entries: inner)
    }
}
