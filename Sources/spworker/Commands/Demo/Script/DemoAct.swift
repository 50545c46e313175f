import Sandbox

/// Something that the demo does on the way.
struct DemoAct: Sendable {
    /// What it is about.
    enum Kind: String, Sendable, Hashable {
        /// Amazon answers with 503 for a while.
        case serverErrors
        /// Amazon calls an access token expired before its time.
        case tokenExpired
        /// The right client secret is written into its file.
        case secretRepaired
        /// The seller who had revoked the authorization gives a new one.
        case authorizedAgain
    }

    let kind: Kind
    /// When, in accelerated time since most jobs were enqueued.
    let after: Duration
    /// What goes wrong from then on.
    var faults: [Fault] = []
    /// Jobs that are held back until then, so that what goes wrong always hits somebody.
    var jobs: [DemoJob] = []
}
