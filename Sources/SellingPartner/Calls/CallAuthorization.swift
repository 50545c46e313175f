/// In whose name calls are made: how to get the access token, and where the calls go.
package struct CallAuthorization: Sendable {
    /// The key of the access token.
    package var key: TokenKey
    /// The seller's id as the user wrote it, for logs; `nil` for grantless calls.
    package var seller: String?
    /// Builds requests for the seller's region.
    package var request: RequestBuilder
    /// Gets an access token when the cache has none.
    package var exchange: TokenCache.Exchange

    /// Creates an authorization.
    package init(
        key: TokenKey, seller: String?, request: RequestBuilder, exchange: @escaping TokenCache.Exchange
    ) {
        self.key = key
        self.seller = seller
        self.request = request
        self.exchange = exchange
    }
}
