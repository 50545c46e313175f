/// One operation of the Selling Partner API, as Amazon's published models describe it.
public struct Operation: Sendable, Hashable {
    /// The API family, the first part of the name, for example `orders`.
    public let family: String
    /// Amazon's operation id, for example `getOrder`. Where Amazon gives one id to two operations of a version, the
    /// second has its method appended: `linkCarrierAccountPost`.
    public let id: String
    /// The API's version, for example `2026-01-01` or `v0`.
    public let version: String
    /// The HTTP method in capitals.
    public let method: String
    /// The path with `{name}` where path parameters go.
    public let path: String
    /// The default usage plan, or `nil` where Amazon publishes none.
    public let plan: UsagePlan?
    /// Requests per second that all sellers of one application share, or `nil` where Amazon publishes no such limit.
    public let applicationRate: Double?
    /// Path, query and header parameters.
    public let parameters: [Parameter]
    /// Whether the operation takes a body, and whether it may be left out.
    public let body: BodyRule
    /// The status of a success.
    public let successStatus: Int
    /// Whether the answer wraps its data in `payload`.
    public let hasPayloadEnvelope: Bool
    /// How the answer is paged, or `nil` when it is not.
    public let pagination: Pagination?
    /// The scope of a grantless operation, or `nil` when the seller's authorization is used.
    public let grantlessScope: String?
    /// Whether a restricted data token is needed to see personal data.
    public let isRestricted: Bool
    /// The data elements that may be asked for in a restricted data token.
    public let restrictedDataElements: [String]
    /// When Amazon deprecated the operation and when it goes, or `nil` for current ones.
    public let deprecation: Deprecation?
    /// Whether a call whose outcome is unknown may be made again.
    public let repetition: Repetition
    /// Why ``repetition`` was judged so and what to look at first, a short phrase; `nil` where it goes without saying.
    public let repetitionNote: String?
    /// Whether the operation exists in Amazon's sandbox only.
    public let isSandboxOnly: Bool

    /// `family.operationId@version`, unique in the catalogue.
    public var name: String { "\(family).\(id)@\(version)" }

    /// Creates an operation.
    package init(
        family: String, id: String, version: String, method: String, path: String, plan: UsagePlan?,
        applicationRate: Double?, parameters: [Parameter], body: BodyRule, successStatus: Int, hasPayloadEnvelope: Bool,
        pagination: Pagination?, grantlessScope: String?, isRestricted: Bool, restrictedDataElements: [String],
        deprecation: Deprecation?, repetition: Repetition, isSandboxOnly: Bool,
        repetitionNote: String? = nil
    ) {
        self.family = family
        self.id = id
        self.version = version
        self.method = method
        self.path = path
        self.plan = plan
        self.applicationRate = applicationRate
        self.parameters = parameters
        self.body = body
        self.successStatus = successStatus
        self.hasPayloadEnvelope = hasPayloadEnvelope
        self.pagination = pagination
        self.grantlessScope = grantlessScope
        self.isRestricted = isRestricted
        self.restrictedDataElements = restrictedDataElements
        self.deprecation = deprecation
        self.repetition = repetition
        self.repetitionNote = repetitionNote
        self.isSandboxOnly = isSandboxOnly
    }

    /// Whether a body is taken.
    public enum BodyRule: Sendable, Hashable {
        case none, optional, required
    }

    /// Dates of a deprecation, as `2026-01-28`; `nil` where Amazon names no day.
    public struct Deprecation: Sendable, Hashable {
        public let deprecatedOn: String?
        public let removedOn: String?

        /// Creates the dates.
        package init(deprecatedOn: String?, removedOn: String?) {
            self.deprecatedOn = deprecatedOn
            self.removedOn = removedOn
        }
    }
}
