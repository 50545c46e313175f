/// One seller's authorization of one application in one region.
public struct AuthorizationKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The application's id in the configuration.
    public let application: String
    /// The seller's id in the configuration.
    public let seller: String
    /// The region's code, for example `EU`.
    public let region: String

    /// Creates a key.
    public init(application: String, seller: String, region: String) {
        self.application = application
        self.seller = seller
        self.region = region
    }

    public var description: String { "\(seller)/\(region) (application \(application))" }

    /// By seller, region and application, as lists show them.
    public static func < (left: AuthorizationKey, right: AuthorizationKey) -> Bool {
        (left.seller, left.region, left.application) < (right.seller, right.region, right.application)
    }
}

/// What one usage plan is counted by: application, seller, region and operation with its version.
///
/// A grantless operation has no seller and no region: its calls are counted for the application alone.
public struct LaneKey: Sendable, Hashable, CustomStringConvertible {
    /// The application's id.
    public let application: String
    /// The authorization whose plan is used up, or `nil` for grantless operations.
    public let authorization: AuthorizationKey?
    /// The operation's full name. The engine only compares it.
    public let operation: String

    /// A lane of one seller in one region.
    public init(authorization: AuthorizationKey, operation: String) {
        application = authorization.application
        self.authorization = authorization
        self.operation = operation
    }

    /// A lane of an application alone.
    public init(application: String, operation: String) {
        self.application = application
        authorization = nil
        self.operation = operation
    }

    public var description: String {
        guard let authorization else { return "\(operation) of \(application)" }
        return "\(operation) of \(authorization.seller)/\(authorization.region)"
    }
}
