#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// An amount of money. APIs write it in three ways, and the amount as a text or a number; all are read.
public struct Money: Codable, Sendable, Hashable {
    /// The currency by ISO 4217, for example `EUR`.
    public var currencyCode: String?
    /// The amount, exact.
    public var amount: Decimal?

    /// Creates an amount of money.
    public init(currencyCode: String? = nil, amount: Decimal? = nil) {
        self.currencyCode = currencyCode
        self.amount = amount
    }

    /// Reads an amount of money.
    ///
    /// - Throws: `DecodingError` when there is no object, or an amount that is no number.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: AnyName.self)
        for name in ["currencyCode", "CurrencyCode"] where currencyCode == nil {
            currencyCode = try members.decodeIfPresent(String.self, forKey: AnyName(name))
        }
        for name in ["amount", "Amount", "currencyAmount", "CurrencyAmount"] where amount == nil {
            amount = try Self.amount(members, AnyName(name))
        }
    }

    /// Writes an amount of money with the names of the current APIs, and the amount as a text, which keeps it exact.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: AnyName.self)
        try members.encodeIfPresent(currencyCode, forKey: AnyName("currencyCode"))
        try members.encodeIfPresent(amount.map { "\($0)" }, forKey: AnyName("amount"))
    }

    private static func amount(_ members: KeyedDecodingContainer<AnyName>, _ name: AnyName) throws -> Decimal? {
        guard members.contains(name), try !members.decodeNil(forKey: name) else { return nil }
        guard let text = try? members.decode(String.self, forKey: name) else {
            return try members.decode(Decimal.self, forKey: name)
        }
        guard let amount = Decimal(string: text) else {
            throw DecodingError.dataCorruptedError(forKey: name, in: members, debugDescription: "not a number")
        }
        return amount
    }
}

/// A member's name that is not known beforehand.
struct AnyName: CodingKey {
    let stringValue: String

    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }

    init?(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
}
