package import Secrets

/// Who this program is to S3, and where S3 is.
package struct ObjectIdentity: Sendable {
    /// Gives the keys, at every try.
    package let credentials: any AWSCredentialSource
    /// Where S3 is called.
    package let endpoints: AWSEndpoints
    /// The region that counts when nothing else is known; `nil` when nobody says one.
    package let region: String?

    /// Creates an identity.
    package init(credentials: any AWSCredentialSource, endpoints: AWSEndpoints, region: String?) {
        self.credentials = credentials
        self.endpoints = endpoints
        self.region = region
    }
}
