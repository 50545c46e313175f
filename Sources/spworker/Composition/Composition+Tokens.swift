import JobStore
import Secrets
import SellerJobs
import SellingPartner

extension Composition {
    /// Where the worker's access tokens outlive it; `nil` when `tokens.store` is off.
    ///
    /// - Throws: `SecretError` when there is no key to seal with.
    func tokenVault(_ configuration: Configuration, store: any SealedTokenKeeping) async throws -> (any TokenVault)? {
        guard configuration.tokens.store else { return nil }
        let seal = try await TokenSeal(
            configuration.tokens.keys, resolver: resolver(configuration), logger: logger)
        return SealedTokenVault(seal: seal, store: store, timekeeper: timekeeper, random: random, logger: logger)
    }
}
