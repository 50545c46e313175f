import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import SellingPartner
import Synchronization

/// Writing down what calls, and missing secrets, tell.
extension AuthorizationKeeper {
    /// A secret could not be had before any exchange: jobs wait until it is there.
    func refused(
        _ failure: CredentialFailure, application: String, authorization: AuthorizationKey?
    ) async throws {
        guard !failure.isTransient else { return }
        try await desk.report(events(of: failure, authorization: authorization), application: application)
    }

    /// A fresh token was refused: the authorization is suspect, and its calls pause for a while.
    func refusedFreshToken(_ key: AuthorizationKey, _ failure: JobFailure) async throws {
        try await desk.report([.freshTokenRefused(key, failure)], application: key.application)
    }

    /// A call was accepted: whatever calls made suspicious is settled.
    func accepted(_ key: AuthorizationKey, _ operation: Operation) async throws {
        guard desk.awaitsCalls(of: key) else { return }
        try await desk.report([.callAccepted(key, operation: operation.name)], application: key.application)
    }

    /// A call was denied for a reason that is not the token: one operation says little, several say more.
    func denied(_ key: AuthorizationKey, _ operation: Operation) async throws {
        try await desk.report([.callDenied(key, operation: operation.name)], application: key.application)
    }

    /// The API said that the application's client secret has expired. Its other versions are tried; when none works the
    /// application is stopped.
    ///
    /// - Parameters:
    ///   - key: The token of the call that was refused: it tells which secret is meant.
    ///   - sentAt: When the call was made, where that is known.
    /// - Returns: Whether the application goes on, and the call may be made again a little later.
    @discardableResult
    func refusedApplication(
        _ application: String, _ failure: JobFailure, usedBy key: TokenKey, sentAt: Timestamp? = nil
    ) async throws -> Bool {
        // A token that an earlier process left may have been minted with another secret than the present one. The store
        // knows which was last seen to work: when it is not the present one, the application goes on with new tokens.
        let holder = known.withLock { $0.holders[key] }
        guard let holder, let exchangedAt = holder.exchangedAt else {
            try await desk.report([.clientRefused(failure, fingerprint: nil)], application: application)
            return false
        }
        // It was made with the token before this one.
        if let sentAt, sentAt < exchangedAt { return true }
        if try await replaceExpired(holder) { return true }
        try await desk.report(
            [.clientRefused(failure, fingerprint: holder.credentials.applicationFingerprint)], application: application)
        return false
    }
}
