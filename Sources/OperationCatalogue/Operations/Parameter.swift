/// A path, query or header parameter of an operation, as Amazon's published models describe it.
public struct Parameter: Sendable, Hashable {
    /// The name, spelled as Amazon spells it.
    public let name: String
    /// Where the value goes.
    public let location: Location
    /// What the value is.
    public let type: ValueType
    /// Whether a call without the parameter is refused.
    public let isRequired: Bool
    /// What the items of an array are, or `nil` when the parameter is not an array.
    public let itemType: ValueType?
    /// How the items of an array are written, or `nil` when the parameter is not an array.
    public let collectionFormat: CollectionFormat?
    /// The fewest items an array may have, or `nil` where the models set no bound.
    public let minItems: Int?
    /// The most items an array may have, or `nil` where the models set no bound.
    public let maxItems: Int?
    /// The smallest number, or `nil` where the models set no bound.
    public let minimum: Int?
    /// The greatest number, or `nil` where the models set no bound.
    public let maximum: Int?
    /// The longest text in characters, or `nil` where the models set no bound.
    public let maxLength: Int?
    /// The values (for arrays: the items) that the models list, empty when any will do. Amazon adds values before the
    /// models do, so a value that is not listed is no error.
    public let knownValues: [String]
    /// The form of a text or the size of a number: `date-time`, `date`, `boolean` (the text true or false),
    /// `country-code` (two capital letters), `int32`, `int64`; or `nil`.
    public let format: String?
    /// What Amazon assumes when the parameter is left out, or `nil` where the models name nothing. Never sent by itself.
    public let defaultValue: String?
    /// Whether a value with a percent sign, plus sign or comma is percent-encoded twice, as Amazon's documentation
    /// asks of the seller's own SKUs in Fulfillment Inbound.
    public let isEncodedTwice: Bool

    /// Creates a parameter. Everything but the name and the place has a default: optional text without bounds.
    package init(
        name: String, location: Location, type: ValueType = .string, isRequired: Bool = false,
        itemType: ValueType? = nil, collectionFormat: CollectionFormat? = nil, minItems: Int? = nil,
        maxItems: Int? = nil, minimum: Int? = nil, maximum: Int? = nil, maxLength: Int? = nil,
        knownValues: [String] = [], format: String? = nil, defaultValue: String? = nil, isEncodedTwice: Bool = false
    ) {
        self.name = name
        self.location = location
        self.type = type
        self.isRequired = isRequired
        self.itemType = itemType
        self.collectionFormat = collectionFormat
        self.minItems = minItems
        self.maxItems = maxItems
        self.minimum = minimum
        self.maximum = maximum
        self.maxLength = maxLength
        self.knownValues = knownValues
        self.format = format
        self.defaultValue = defaultValue
        self.isEncodedTwice = isEncodedTwice
    }

    /// Where a parameter's value goes.
    public enum Location: String, Sendable, Hashable {
        case path, query, header
    }

    /// The type of a value.
    public enum ValueType: String, Sendable, Hashable {
        case string, integer, number, boolean, array, object
    }

    /// How the items of an array are written into the query.
    public enum CollectionFormat: String, Sendable, Hashable {
        /// Joined by commas under one key.
        case csv
        /// One key for each item.
        case multi
    }

    /// Whether the value names marketplaces: any spelling of `marketplaceId` and `marketplaceIds`.
    package var namesMarketplaces: Bool {
        let lowered = name.lowercased()
        return lowered == "marketplaceid" || lowered == "marketplaceids"
    }

    /// Whether the value is the seller's own Amazon id.
    package var namesSeller: Bool { name.lowercased() == "sellerid" }
}
