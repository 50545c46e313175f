import OperationCatalogue

/// Which report to create.
public struct ReportOrder: Encodable, Sendable, Hashable {
    /// The type, for example `GET_MERCHANT_LISTINGS_ALL_DATA`.
    public var reportType: String
    /// Marketplaces by id, 1 to 25. Country codes are translated.
    public var marketplaces: [String]
    /// The beginning of the data, in ISO 8601; the type's default when `nil`.
    public var dataStartTime: String?
    /// The end of the data, in ISO 8601, not in the future; the type's default when `nil`.
    public var dataEndTime: String?
    /// What the type asks for, for example `reportPeriod`.
    public var reportOptions: [String: String] = [:]

    /// Describes a report.
    public init(_ reportType: String, marketplaces: [String]) {
        self.reportType = reportType
        self.marketplaces = marketplaces
    }

    private enum Name: String, CodingKey {
        case reportType, marketplaceIds, dataStartTime, dataEndTime, reportOptions
    }

    /// Writes the body of `createReport`.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        try members.encode(reportType, forKey: .reportType)
        try members.encode(marketplaces.map(Marketplace.id), forKey: .marketplaceIds)
        try members.encodeIfPresent(dataStartTime, forKey: .dataStartTime)
        try members.encodeIfPresent(dataEndTime, forKey: .dataEndTime)
        if !reportOptions.isEmpty { try members.encode(reportOptions, forKey: .reportOptions) }
    }
}
