/// What is known of a seller's authorization.
public enum AuthorizationState: Int, Sendable, Hashable, CaseIterable {
    /// It works, or nothing is known against it.
    case active = 0
    /// It was refused and may be broken: calls pause until it is tried again.
    case suspect = 1
    /// Amazon says that the grant is gone. Jobs are parked until a new refresh token appears.
    case revoked = 2
    /// The refresh token does not belong to the application, or a secret cannot be had. Jobs are parked until that changes.
    case misconfigured = 3

    /// The word that users see.
    public var word: String {
        switch self {
        case .active: "active"
        case .suspect: "suspect"
        case .revoked: "revoked"
        case .misconfigured: "misconfigured"
        }
    }

    /// Whether jobs wait until somebody acts.
    public var parksJobs: Bool { self == .revoked || self == .misconfigured }
}

/// What is known of an application.
public enum ApplicationState: Int, Sendable, Hashable, CaseIterable {
    /// It works, or nothing is known against it.
    case ok = 0
    /// Something is wrong with many of its sellers at once.
    case suspect = 1
    /// Amazon refuses its client id or secret. None of its jobs run until the secret changes.
    case stopped = 2

    /// The word that users see.
    public var word: String {
        switch self {
        case .ok: "ok"
        case .suspect: "suspect"
        case .stopped: "stopped"
        }
    }
}
