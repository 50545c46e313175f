package import OperationCatalogue

/// Why Amazon gave no restricted data token. Says nothing against the authorization unless the call's verdict does.
package struct RestrictedTokenFailure: Error, Sendable {
    /// What the refusal is about.
    package enum Kind: Sendable, Hashable {
        /// The application may not see the personal data: it lacks a role. Whatever words the answer uses, Login with
        /// Amazon has nothing to do with it.
        case missingRole
        /// Anything else: judge the result as that of any call.
        case refused
        /// The answer was a success without a usable token; the text says what was wrong.
        case unusable(String)
    }

    /// What the refusal is about.
    package let kind: Kind
    /// What the token was to open.
    package let resource: RestrictedResource
    /// What the call for the token came to.
    package let result: CallResult
    /// The operation that was called for the token.
    package let operation: Operation
    /// The key of the access token that was used.
    package let accessKey: TokenKey

    /// Whose role is missing for what, and what to do about it.
    package var missingRole: String {
        let what =
            resource.dataElements.isEmpty
            ? "the personal data of \(resource.operation)"
            : "\(resource.dataElements.joined(separator: ", ")) of \(resource.operation)"
        return "The application may not see \(what). Ask for \(RestrictedRoles.wanted(for: resource)) in the developer "
            + "console and have the seller authorize the application again"
    }

    /// Whether Amazon takes no offence at the caller but at what was asked for: it may be open without such a token.
    ///
    /// For documents of reports without personal data no restricted data token can be had, and none is needed.
    package var mayDoWithout: Bool {
        guard resource.isSpecific else { return false }
        switch result.verdict {
        case .rejected, .accessDenied: return true
        default: return false
        }
    }
}
