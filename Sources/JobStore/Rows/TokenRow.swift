package import JobModel

/// An access token that a worker holds, as others may see it: everything but the token.
package struct TokenRow: Sendable, Hashable {
    /// Who holds it.
    package var worker: WorkerID
    /// Under which name the worker keeps it: a digest that means nothing elsewhere.
    package var key: String
    package var application: String
    /// Whose token it is; `nil` for a grantless one.
    package var seller: String?
    /// The seller's region; `nil` for a grantless one.
    package var region: String?
    /// What a grantless token is for; `nil` for a seller's.
    package var scope: String?
    /// The fingerprint of the refresh token that it was made from; `nil` for a grantless one.
    package var fingerprint: String?
    /// When the exchange began that brought it.
    package var obtainedAt: Timestamp
    /// When it expires by the service's word.
    package var expiresAt: Timestamp

    package init(
        worker: WorkerID, key: String, application: String, seller: String? = nil, region: String? = nil,
        scope: String? = nil,
        fingerprint: String? = nil, obtainedAt: Timestamp, expiresAt: Timestamp
    ) {
        self.worker = worker
        self.key = key
        self.application = application
        self.seller = seller
        self.region = region
        self.scope = scope
        self.fingerprint = fingerprint
        self.obtainedAt = obtainedAt
        self.expiresAt = expiresAt
    }

    /// The seller in its region; `nil` for a grantless token.
    package var authorization: AuthorizationKey? {
        guard let seller, let region else { return nil }
        return AuthorizationKey(application: application, seller: seller, region: region)
    }
}
