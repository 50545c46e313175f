import Crypto

/// What a profile says of single sign-on.
package struct SSOSettings: Sendable, Equatable {
    /// The profile.
    package let profile: String
    /// The account's twelve digits.
    package let accountID: String
    /// The role in that account.
    package let roleName: String
    /// The region of the sign-on.
    package let region: String
    /// What the cached token's file is named after: the session's name, or the start address of older profiles.
    let cacheName: String

    /// Reads a profile's settings.
    ///
    /// - Returns: `nil` when the profile names neither an account nor a role to sign on for.
    /// - Throws: `SecretError` with the code `invalid` when a part is missing.
    package init?(_ profile: AWSProfile, in profiles: AWSProfiles) throws(SecretError) {
        guard profile["sso_account_id"] != nil || profile["sso_role_name"] != nil else { return nil }
        self.profile = profile.name
        let owner = "profile \(profile.name)"
        func need(_ key: String, _ value: String?, in owner: String) throws(SecretError) -> String {
            if let value { return value }
            throw SecretError(
                .invalid, reference: nil, message: "\(owner) signs on and has no \(key)",
                cure: "set it up with aws configure sso --profile \(profile.name)")
        }
        accountID = try need("sso_account_id", profile["sso_account_id"], in: owner)
        roleName = try need("sso_role_name", profile["sso_role_name"], in: owner)
        if let session = profile["sso_session"] {
            guard let section = profiles.ssoSession(session) else {
                throw SecretError(
                    .invalid, reference: nil,
                    message: "profile \(profile.name) names the sign-on session \(session), which does not exist",
                    cure: "add [sso-session \(session)] to the AWS configuration file, with aws configure sso-session")
            }
            region = try need("sso_region", section.text("sso_region"), in: "sso-session \(session)")
            cacheName = session
        } else {
            region = try need("sso_region", profile["sso_region"], in: owner)
            cacheName = try need("sso_start_url", profile["sso_start_url"], in: owner)
        }
    }

    /// The name of the file in `~/.aws/sso/cache` that holds the token.
    package var cacheFile: String {
        Insecure.SHA1.hash(data: Array(cacheName.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined() + ".json"
    }
}
