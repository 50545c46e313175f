import JobModel
import JobStore
import Logging
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
        logger.warning(
            "A secret cannot be had; the jobs that need it wait.",
            metadata: [
                "application": "\(application)", "seller": "\(authorization?.seller ?? "-")",
                "reason": "\(failure.failure.message)",
            ])
        switch (failure.owner, authorization) {
        case (.seller, let authorization?):
            try await store.change(
                AuthorizationChange(key: authorization, state: .misconfigured, failure: failure.failure))
        case (.application, _), (.seller, nil):
            try await store.change(
                ApplicationChange(application: application, state: .stopped, failure: failure.failure))
        }
    }

    /// A fresh token was refused: the authorization is suspect, and its calls pause for a while.
    func refusedFreshToken(_ key: AuthorizationKey, _ failure: JobFailure) async throws {
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        let policy = RetryPolicy(backoff: settings.confirmAfter, maxBackoff: .seconds(3600))
        let until = known.withLock { known -> Timestamp? in
            let last = known.suspicions[key]
            // Calls that were under way together are refused together: that is one refusal.
            if let last, last.until > now { return nil }
            let count = (last?.count ?? 0) + 1
            let until = now + policy.bound(afterFailures: count)
            known.suspicions[key] = (count, until)
            return until
        }
        guard let until else { return }
        try await store.change(
            AuthorizationChange(key: key, state: .suspect, failure: failure, blockedUntil: until))
    }

    /// A call was accepted: whatever was suspected is settled.
    func accepted(_ key: AuthorizationKey) async throws {
        guard known.withLock({ $0.suspicions.removeValue(forKey: key) }) != nil else { return }
        try await store.change(AuthorizationChange(key: key, state: .active))
    }

    /// The API said that the application's client secret has expired.
    ///
    /// - Parameter key: The token of the call that was refused: it tells which secret is meant.
    func refusedApplication(_ application: String, _ failure: JobFailure, usedBy key: TokenKey) async throws {
        // A token that an earlier process left may have been minted with another secret than the present one. The store
        // knows which was last seen to work: when it is not the present one, the application goes on with new tokens.
        let fingerprint = known.withLock { known in
            known.holders[key].flatMap { $0.hasExchanged ? $0.credentials.applicationFingerprint : nil }
        }
        try await stop(application, failure, fingerprint: fingerprint)
    }

    func stop(_ application: String, _ failure: JobFailure, fingerprint: String?) async throws {
        known.withLock { $0.applications[application] = (fingerprint ?? "", true) }
        try await store.change(
            ApplicationChange(application: application, state: .stopped, failure: failure, fingerprint: fingerprint))
    }

    /// An exchange worked. Amazon may still mint tokens for a secret that its API refuses: that says nothing new.
    func accepted(application: String, _ fingerprint: String) async throws {
        let isKnown = known.withLock { known in
            if let last = known.applications[application], last.fingerprint == fingerprint { return true }
            known.applications[application] = (fingerprint, false)
            return false
        }
        guard !isKnown else { return }
        try await store.change(ApplicationChange(application: application, state: .ok, fingerprint: fingerprint))
    }
}
