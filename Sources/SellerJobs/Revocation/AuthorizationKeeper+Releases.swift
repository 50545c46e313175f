import JobModel
import Logging
import Ports
import SellingPartner
import Synchronization

/// Following what other workers, and commands, have released.
extension AuthorizationKeeper {
    /// Reads the secrets of those who were released again, and drops the tokens that were got before: they may be refused,
    /// which would speak against somebody who works. Tokens that others have stored since are used.
    func follow(_ releases: OthersReleases) async {
        guard !releases.isEmpty else { return }
        cache.forgetLocal()
        await prefetchSecrets { releases.sellers.contains($0) || releases.applications.contains($0.application) }
        await dropHeldTokens {
            releases.applications.contains($0.application)
                || $0.authorization.map(releases.sellers.contains) ?? false
        }
        logger.debug(
            "Others have released sellers or applications.",
            metadata: ["sellers": "\(releases.sellers.count)", "applications": "\(releases.applications.count)"])
    }

    /// Drops tokens that this process holds, and leaves those that are stored alone.
    private func dropHeldTokens(where isMeant: (Holder) -> Bool) async {
        let keys = known.withLock { known in
            let keys = known.holders.filter { isMeant($0.value) }.map(\.key)
            // What the vault has was minted with whatever was right then.
            for key in keys { known.holders[key]?.exchangedAt = nil }
            return Set(keys)
        }
        await tokens.dropHeld(keys)
        await restrictedTokens.forget(mintedWith: keys)
    }
}
