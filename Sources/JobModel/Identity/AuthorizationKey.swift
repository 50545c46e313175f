/// One seller's authorization of one application in one region.
public struct AuthorizationKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Made once and copied without end: copies share their names.
    private final class Names: Sendable {
        let application: String
        let seller: String
        let region: String

        init(application: String, seller: String, region: String) {
            self.application = application
            self.seller = seller
            self.region = region
        }
    }

    private let names: Names

    /// Creates a key.
    public init(application: String, seller: String, region: String) {
        names = Names(application: application, seller: seller, region: region)
    }

    /// The application's id in the configuration.
    public var application: String { names.application }
    /// The seller's id in the configuration.
    public var seller: String { names.seller }
    /// The region's code, for example `EU`.
    public var region: String { names.region }

    public var description: String { "\(seller)/\(region) (application \(application))" }

    public static func == (left: AuthorizationKey, right: AuthorizationKey) -> Bool {
        left.names === right.names
            || (left.seller == right.seller && left.region == right.region && left.application == right.application)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(seller)
        hasher.combine(region)
        hasher.combine(application)
    }

    /// By seller, region and application, as lists show them.
    public static func < (left: AuthorizationKey, right: AuthorizationKey) -> Bool {
        (left.seller, left.region, left.application) < (right.seller, right.region, right.application)
    }
}

/// What one usage plan is counted by: application, seller, region and operation with its version.
///
/// A grantless operation has no seller and no region: its calls are counted for the application alone.
public struct LaneKey: Sendable, Hashable, CustomStringConvertible {
    /// Shared by copies, as the names of an authorization are.
    private final class Names: Sendable {
        let application: String
        let authorization: AuthorizationKey?
        let operation: String

        init(application: String, authorization: AuthorizationKey?, operation: String) {
            self.application = application
            self.authorization = authorization
            self.operation = operation
        }
    }

    private let names: Names

    /// A lane of one seller in one region.
    public init(authorization: AuthorizationKey, operation: String) {
        names = Names(application: authorization.application, authorization: authorization, operation: operation)
    }

    /// A lane of an application alone.
    public init(application: String, operation: String) {
        names = Names(application: application, authorization: nil, operation: operation)
    }

    /// The application's id.
    public var application: String { names.application }
    /// The authorization whose plan is used up, or `nil` for grantless operations.
    public var authorization: AuthorizationKey? { names.authorization }
    /// The operation's full name. The engine only compares it.
    public var operation: String { names.operation }

    public var description: String {
        guard let authorization else { return "\(operation) of \(application)" }
        return "\(operation) of \(authorization.seller)/\(authorization.region)"
    }

    public static func == (left: LaneKey, right: LaneKey) -> Bool {
        left.names === right.names
            || (left.operation == right.operation && left.authorization == right.authorization
                && left.application == right.application)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(operation)
        hasher.combine(authorization)
        if authorization == nil { hasher.combine(application) }
    }
}
