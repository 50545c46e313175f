package import JobModel
package import JobStore
import Ports
import SellingPartner
import Synchronization

/// Telling of the cached tokens, and dropping them.
extension AuthorizationKeeper {
    /// Which tokens came and which went since this was asked last, without the tokens.
    ///
    /// - Parameter worker: Whose they are.
    package func tokenChanges(of worker: WorkerID, limit: Int) async -> (held: [TokenRow], gone: [String]) {
        let changes = await tokens.takeChanges(limit: limit)
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        return known.withLock { known in
            var held: [TokenRow] = []
            var gone = changes.gone.map(\.text)
            for entry in changes.held {
                guard let holder = known.holders[entry.key] else {
                    gone.append(entry.key.text)
                    continue
                }
                held.append(
                    TokenRow(
                        worker: worker, key: entry.key.text, application: holder.application,
                        seller: holder.authorization?.seller,
                        region: holder.authorization?.region, scope: holder.scope,
                        fingerprint: holder.authorization == nil ? nil : holder.credentials.authorizationFingerprint,
                        obtainedAt: now - entry.age, expiresAt: now + entry.remaining))
            }
            return (held, gone)
        }
    }

    /// Drops the tokens of sellers, cached or stored: the next call of each gets a new one. Returns how many there were.
    package func forgetTokens(where isMeant: @Sendable (AuthorizationKey) -> Bool) async -> Int {
        if vault != nil {
            // What an earlier process left has a name that the seller's secrets tell.
            for seller in directory.current.sellers.values
            where isMeant(seller.key) && known.withLock({ $0.keys[seller.key] == nil }) {
                _ = try? await authorization(of: seller)
            }
        }
        let keys = known.withLock { known in
            known.holders.filter { $0.value.authorization.map(isMeant) ?? false }.map(\.key)
        }
        return await tokens.forget(Set(keys))
    }

    /// Drops every token, cached or stored, grantless ones too. Returns how many there were.
    package func forgetTokens() async -> Int { await tokens.forgetAll() }
}
