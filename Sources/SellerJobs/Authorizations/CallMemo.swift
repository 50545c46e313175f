import JobModel
import Secrets
import SellingPartner
import Synchronization

/// Remembers what each call needs and what seldom changes: fingerprints of secrets, and checked endpoints.
///
/// In a profile of whole calls they took some six hundredths of the time on Swift's pool before.
final class CallMemo: Sendable {
    /// Whose secret it is. One is remembered for each.
    enum Owner: Hashable {
        case application(String)
        case authorization(AuthorizationKey)
    }

    private struct Fingerprinted {
        let clientID: String
        let secret: Secret
        let fingerprint: String
    }

    private struct State {
        var fingerprints: [Owner: Fingerprinted] = [:]
        var endpoints: [String: APIEndpoint] = [:]
    }

    private let fingerprinter: Fingerprinter
    private let state = Mutex(State())

    init(_ fingerprinter: Fingerprinter) {
        self.fingerprinter = fingerprinter
    }

    /// The fingerprint of the secret that the owner has now.
    func fingerprint(of secret: Secret, clientID: String, for owner: Owner) -> String {
        if let known = state.withLock({ $0.fingerprints[owner] }), known.clientID == clientID, known.secret == secret {
            return known.fingerprint
        }
        let fingerprint = fingerprinter.fingerprint(clientId: clientID, secret: secret)
        state.withLock {
            $0.fingerprints[owner] = Fingerprinted(clientID: clientID, secret: secret, fingerprint: fingerprint)
        }
        return fingerprint
    }

    /// The endpoint, checked once. There are as many as the configuration names, which are few.
    ///
    /// - Throws: `APIEndpoint.Invalid`.
    func endpoint(_ text: String) throws -> APIEndpoint {
        if let known = state.withLock({ $0.endpoints[text] }) { return known }
        let endpoint = try APIEndpoint(text)
        state.withLock { $0.endpoints[text] = endpoint }
        return endpoint
    }
}
