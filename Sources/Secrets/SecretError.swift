/// Why a reference could not be read or a secret could not be had.
///
/// It names the reference and the cure, and never holds any part of a secret.
public struct SecretError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure. New ones may be added.
    public struct Code: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Nothing is there. The only failure after which the next reference of a chain may be tried.
        public static let notFound = Code(rawValue: "notFound")
        /// Something is there, and may not be read or must not be trusted.
        public static let denied = Code(rawValue: "denied")
        /// The reference or what it points to cannot be understood.
        public static let invalid = Code(rawValue: "invalid")
        /// The source does not answer now; the same reference may work later.
        public static let unavailable = Code(rawValue: "unavailable")
    }

    /// The kind of failure.
    public let code: Code
    /// The reference as text; `nil` when the text was not a reference and so might be a secret itself.
    public let reference: String?
    /// What is wrong, as a sentence without a full stop.
    public let message: String
    /// What to do about it, as a sentence without a full stop.
    public let cure: String

    /// Creates an error. None of the texts may hold a secret.
    public init(_ code: Code, reference: String?, message: String, cure: String) {
        self.code = code
        self.reference = reference
        self.message = message
        self.cure = cure
    }

    public var description: String {
        let sentence = "\(message); \(cure)"
        guard let reference else { return sentence }
        return "\(reference): \(sentence)"
    }
}
