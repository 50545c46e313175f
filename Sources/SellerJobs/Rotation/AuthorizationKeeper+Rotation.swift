import JobModel
import JobStore
import Logging
import Ports
import Secrets
import SellingPartner

/// Using another version of an application's client secret while the current one is refused.
extension AuthorizationKeeper {
    /// Makes the exchange with the other versions of a client secret that was refused: each is tried once, however many
    /// exchanges were refused together, and the one that works is used until the current one changes. Never done for sellers'
    /// secrets.
    ///
    /// - Parameters:
    ///   - failure: Why it was refused. Thrown when no version works, or when the secret's source keeps none.
    ///   - refused: The credentials that were refused.
    ///   - note: Told of the credentials that are used instead.
    func exchange(
        after failure: LWAFailure, of refused: Credentials, _ application: SellerDirectory.Application,
        _ seller: SellerDirectory.Seller?, _ scope: String?, note: @Sendable (Credentials) -> Void
    ) async throws -> AccessToken {
        guard failure.kind == .invalidClient,
            application.clientSecret.staged(ClientSecretStage.previous.rawValue) != nil
        else { throw failure }
        return try await rotations.alone(application.id) {
            rotations.change(application.id) { $0.wasRefused(refused.applicationFingerprint) }
            // Somebody may have found one while this waited, and the current one may work when another one has ceased to.
            for stage in [nil] + ClientSecretStage.allCases {
                guard let candidate = try await candidate(stage, refused, application, seller) else { continue }
                do {
                    let token = try await exchange(application, candidate, scope, seller: seller?.key.seller)
                    note(candidate)
                    if let stage { await accept(candidate, stage, application) }
                    return token
                } catch let other as LWAFailure {
                    switch other.kind {
                    case .invalidClient:
                        rotations.change(application.id) { $0.wasRefused(candidate.applicationFingerprint) }
                    case .invalidGrant, .unauthorizedClient, .accessDenied, .invalidScope:
                        // Amazon let the application in, and refuses something else.
                        note(candidate)
                        if let stage { await accept(candidate, stage, application) }
                        throw other
                    case .invalidRequest, .unsupportedGrantType, .transient:
                        throw other
                    }
                }
            }
            note(try await credentials(application, seller))
            throw failure
        }
    }

    /// Looks for another client secret than the one of which the API says that it has expired: the present one, which may have
    /// been replaced since the token was got, then other versions, each once. Its tokens are forgotten when one works.
    ///
    /// - Parameter holder: Whose token the API refused, with the credentials by which it was minted.
    /// - Returns: Whether the application goes on, with another secret or because it is not known yet whether there is one.
    func replaceExpired(_ holder: Holder) async throws -> Bool {
        let used = holder.credentials
        let directory = directory.current
        guard let application = directory.applications[holder.application] else { return false }
        let seller = holder.authorization.flatMap { directory.sellers[$0] }
        do {
            return try await rotations.alone(application.id) {
                _ = try await credentials(application, seller, isForced: true)
                let isNews = rotations.change(application.id) { $0.hasExpired(used.applicationFingerprint) }
                let present = try await credentials(application, seller)
                if rotations.change(application.id, { $0.mayTry(present.applicationFingerprint) }) {
                    // Whoever was told first has seen to the tokens.
                    if isNews { await forgetTokens(of: application.id) }
                    return true
                }
                for stage in ClientSecretStage.allCases where application.clientSecret.staged(stage.rawValue) != nil {
                    guard let candidate = try await candidate(stage, used, application, seller),
                        try await isAccepted(candidate, application, seller, holder.scope)
                    else { continue }
                    await accept(candidate, stage, application)
                    await forgetTokens(of: application.id)
                    return true
                }
                return false
            }
        } catch let failure as CredentialFailure where failure.isTransient {
            return true
        } catch let failure as LWAFailure where failure.kind.isTransient {
            return true
        } catch is CredentialFailure {
            return false
        } catch is LWAFailure {
            return false
        }
    }

    /// Whether Amazon lets the application in with these credentials, whatever it says of the seller.
    private func isAccepted(
        _ candidate: Credentials, _ application: SellerDirectory.Application, _ seller: SellerDirectory.Seller?,
        _ scope: String?
    ) async throws -> Bool {
        do {
            _ = try await exchange(application, candidate, scope, seller: seller?.key.seller)
            return true
        } catch let failure as LWAFailure {
            switch failure.kind {
            case .invalidClient:
                rotations.change(application.id) { $0.wasRefused(candidate.applicationFingerprint) }
                return false
            case .invalidGrant, .unauthorizedClient, .accessDenied, .invalidScope: return true
            case .invalidRequest, .unsupportedGrantType, .transient: throw failure
            }
        }
    }

    /// The credentials with the secret of a stage, or with the one in use now; `nil` when there is none, or when it was
    /// refused already.
    private func candidate(
        _ stage: ClientSecretStage?, _ refused: Credentials, _ application: SellerDirectory.Application,
        _ seller: SellerDirectory.Seller?
    ) async throws -> Credentials? {
        var candidate = refused
        if let stage {
            guard let reference = application.clientSecret.staged(stage.rawValue) else { return nil }
            do throws(SecretError) {
                candidate.clientSecret = try await cache.secret(reference, isForced: true)
            } catch {
                // A source that does not answer leaves it open whether the application has a secret that works.
                guard error.isAnswer else { throw CredentialFailure(owner: .application, error: error) }
                logger.debug(
                    "There is no other version of a client secret.",
                    metadata: ["application": "\(application.id)", "reason": "\(error)"])
                return nil
            }
            candidate.applicationFingerprint = fingerprinter.fingerprint(
                clientId: candidate.clientID, secret: candidate.clientSecret)
        } else {
            candidate = try await credentials(application, seller)
        }
        let fingerprint = candidate.applicationFingerprint
        return rotations.change(application.id) { $0.mayTry(fingerprint) } ? candidate : nil
    }

    /// Another version works: it is used from now on, and people are told what to do.
    private func accept(
        _ candidate: Credentials, _ stage: ClientSecretStage, _ application: SellerDirectory.Application
    ) async {
        rotations.change(application.id) {
            $0.wasAccepted(
                .init(stage: stage, secret: candidate.clientSecret, fingerprint: candidate.applicationFingerprint))
        }
        let replacedAt = try? await cache.resolved(application.clientSecret).changedAt
        let remark = ApplicationRemark(
            application: application.id, kind: "clientSecretStage",
            message: stage.remark(replacedAt: replacedAt.map { Timestamp(microseconds: $0) }))
        logger.warning("\(remark.message)", metadata: ["application": "\(application.id)"])
        guard settings.recordsFindings else { return }
        do {
            try await store.tell(remark)
        } catch {
            logger.error(
                "What became of an application's client secret could not be stored.",
                metadata: ["application": "\(application.id)", "reason": "\(error)"])
        }
    }
}

extension ClientSecretStage {
    /// What people are told when it is used.
    ///
    /// - Parameter replacedAt: When the current secret was put in place, if that is known.
    fileprivate func remark(replacedAt: Timestamp?) -> String {
        switch self {
        case .pending:
            "The current client secret is refused and the one of \(rawValue) works: it is used until the current one "
                + "changes. Finish the rotation: give that version the stage AWSCURRENT."
        case .previous:
            "The current client secret is refused and the one of \(rawValue) works: it is used until the current one "
                + "changes. Amazon accepts a replaced secret for seven more days"
                + (replacedAt.map { ", so perhaps until \(($0 + .seconds(7 * 86_400)).day) only" } ?? "")
                + ": correct the current one."
        }
    }
}
