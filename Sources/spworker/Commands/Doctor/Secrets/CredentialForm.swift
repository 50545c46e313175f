import Secrets
import SellerJobs

/// What can be told of a credential by looking at it, without telling any of it.
enum CredentialForm {
    /// Something about a value that is surely or probably wrong.
    struct Flaw: Sendable, Hashable {
        /// What is wrong. Tells nothing of the value but its kind.
        let message: String
        let cure: String
        /// Whether it cannot be right.
        var isCertain = true
    }

    /// How refresh tokens begin.
    private static let refreshToken = "Atzr|"
    /// How access tokens begin; in two parts, so that this program's own words look like none.
    private static let accessToken = "Atza" + "|"
    /// How client ids begin.
    private static let clientID = "amzn1.application-oa2-client."
    /// How client secrets begin since 2023; older ones have no sign.
    private static let clientSecret = "amzn1.oa2-cs"

    /// What is wrong with a value.
    ///
    /// - Parameter isAmazons: Whether it is meant for Amazon, not for a stand-in whose credentials may look like
    ///   anything.
    static func flaws(_ secret: Secret, as role: SecretUse.Role, isAmazons: Bool) -> [Flaw] {
        let value = secret.reveal()
        switch role {
        case .clientID, .clientSecret, .refreshToken:
            let wrapping = wrapping(value)
            guard wrapping.isEmpty else { return wrapping }
            return mixUp(value, role) ?? (isAmazons ? beginning(value, role) : [])
        case .sealingKey(let isFirst):
            guard SealingKey(secret) == nil else { return [] }
            return [
                Flaw(
                    message: "It is no sealing key: \(SealingKey.length) bytes in base64 are due.",
                    cure: isFirst
                        ? "Make one with 'spworker tokens key'; without it no worker starts."
                        : "Remove it; tokens that it sealed are got anew.",
                    isCertain: isFirst)
            ]
        case .hookURL:
            do throws(HookURL.Flaw) {
                _ = try HookURL(value)
                return []
            } catch {
                return [Flaw(message: sentence(error.message), cure: sentence(error.cure))]
            }
        case .hookSecret, .proxy, .database, .dashboardToken: return []
        }
    }

    /// What stands around or in the value that belongs to no credential.
    private static func wrapping(_ value: String) -> [Flaw] {
        let cure = "Store the value alone, as Amazon shows it."
        if value.isEmpty { return [Flaw(message: "It is empty.", cure: cure)] }
        if let first = value.first, let last = value.last {
            if first.isWhitespace || last.isWhitespace {
                return [Flaw(message: "White space stands before or behind the value.", cure: cure)]
            }
            if value.count > 1, first == last, "\"'`".contains(first) {
                return [Flaw(message: "Quotes stand around the value and would be sent.", cure: cure)]
            }
        }
        if value.contains(where: \.isNewline) {
            return [
                Flaw(message: "The value has several lines.", cure: "Name the key with #key, or \(cure.lowercased())")
            ]
        }
        if value.hasPrefix("{") {
            return [
                Flaw(
                    message: "The value is JSON, not a credential.",
                    cure: "Say which member is meant: add #key to the reference.")
            ]
        }
        return []
    }

    /// One credential in another one's place.
    private static func mixUp(_ value: String, _ role: SecretUse.Role) -> [Flaw]? {
        let kinds = [
            (refreshToken, "a refresh token", SecretUse.Role.refreshToken), (clientID, "a client id", .clientID),
            (clientSecret, "a client secret", .clientSecret),
        ]
        for (beginning, name, place) in kinds where value.hasPrefix(beginning) {
            guard place != role else { return [] }
            return [Flaw(message: "It is \(name).", cure: "Point the reference at the right value.")]
        }
        guard value.hasPrefix(accessToken) else { return nil }
        return [
            Flaw(
                message: "It is an access token, which lives for an hour.",
                cure: role == .refreshToken
                    ? "Store the refresh token instead." : "Point the reference at the right value.")
        ]
    }

    /// Values that do not begin as Amazon's do. Amazon promises no form, so this proves nothing.
    private static func beginning(_ value: String, _ role: SecretUse.Role) -> [Flaw] {
        let cure = "Compare it with what Amazon shows: a part may be missing, or it is something else."
        switch role {
        case .refreshToken where !value.hasPrefix(refreshToken):
            // The beginning itself would be taken for a token and hidden.
            return [
                Flaw(
                    message: "It does not begin as Amazon's refresh tokens do ('Atzr' and a vertical bar).", cure: cure,
                    isCertain: false)
            ]
        case .clientID where !value.hasPrefix(clientID):
            return [
                Flaw(
                    message: "It does not begin with '\(clientID)', as Amazon's client ids do.", cure: cure,
                    isCertain: false)
            ]
        default: return []
        }
    }
}
