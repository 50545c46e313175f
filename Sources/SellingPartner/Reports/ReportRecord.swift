/// What Amazon tells of a report. Everything may be missing.
public struct ReportRecord: Codable, Sendable, Hashable {
    /// The report's id, unique among those of the seller.
    public var reportId: String?
    /// The type, for example `GET_MERCHANT_LISTINGS_ALL_DATA`.
    public var reportType: String?
    /// How far it is.
    public var processingStatus: ProcessingStatus?
    /// The document. There on `DONE`, and on `FATAL` if a document explains the failure.
    public var reportDocumentId: String?
    /// When it was asked for, in ISO 8601.
    public var createdTime: String?
    /// When Amazon began with it, in ISO 8601.
    public var processingStartTime: String?
    /// When Amazon ended with it, in ISO 8601.
    public var processingEndTime: String?
    /// The beginning of the data, in ISO 8601.
    public var dataStartTime: String?
    /// The end of the data, in ISO 8601.
    public var dataEndTime: String?
}
