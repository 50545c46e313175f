import Crypto

/// Keys of restricted data tokens. They begin with the digest of the access token's key, by which they can be found
/// when that authorization ends.
extension TokenKey {
    private static let ownerLength = SHA256.byteCount

    /// The key of the restricted data token for `resource`, minted with the access token of the key `owner`.
    package init(restricting owner: TokenKey, to resource: RestrictedResource) {
        var hash = SHA256()
        hash.update(data: resource.requestBody)
        self.init(digest: owner.digest.prefix(Self.ownerLength) + Array(hash.finalize()))
    }

    /// The key of the access token that a restricted data token was minted with; `nil` for keys of access tokens.
    package var owner: TokenKey? {
        digest.count > Self.ownerLength ? TokenKey(digest: Array(digest.prefix(Self.ownerLength))) : nil
    }
}
