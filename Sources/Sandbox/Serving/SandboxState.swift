package import OperationCatalogue
import Ports
import Synchronization

/// A running sandbox's state, to look at and to meddle with from the same process. The control paths use it too.
package final class SandboxState: Sendable {
    /// The world as it was at the start.
    package let world: World
    let timekeeper: any Timekeeper
    let startedAt: Duration
    let startedOn: Instant
    private let core: Mutex<SandboxCore>

    /// Creates the state of a sandbox that starts now.
    init(world: World, timekeeper: any Timekeeper) {
        self.world = world
        self.timekeeper = timekeeper
        startedAt = timekeeper.monotonic()
        startedOn = Instant(microseconds: timekeeper.wallMicroseconds())
        core = Mutex(SandboxCore(world: world))
    }

    /// The present moment on the injected clock.
    func moment() -> Moment {
        Moment(
            elapsed: timekeeper.monotonic() - startedAt, wall: Instant(microseconds: timekeeper.wallMicroseconds()))
    }

    func withCore<Result: ~Copyable>(_ body: (inout sending SandboxCore) -> sending Result) -> sending Result {
        core.withLock(body)
    }

    /// Time since the sandbox started, on the injected clock.
    package var elapsed: Duration { timekeeper.monotonic() - startedAt }

    /// A copy of the ledger.
    package var ledger: Ledger { core.withLock { $0.ledger } }

    /// Reads the ledger in place: cheaper than a copy for somebody who looks often. Requests wait meanwhile.
    package func withLedger<Value: Sendable>(_ read: (Ledger) -> Value) -> Value {
        core.withLock { read($0.ledger) }
    }

    /// Empties the ledger. Buckets, tokens and faults stay as they are.
    package func resetLedger() {
        core.withLock { $0.ledger = Ledger() }
    }

    /// Withdraws a seller's authorization: exchanges answer `invalid_grant` from now on.
    ///
    /// - Parameters:
    ///   - seller: The seller's id.
    ///   - region: One region, or `nil` for every region of the seller.
    ///   - includingAccessTokens: Whether access tokens that were issued stop working at once rather than when they
    ///     expire. What Amazon does is not documented.
    /// - Returns: Whether there is such a seller.
    @discardableResult
    package func revoke(_ seller: String, region: Region? = nil, includingAccessTokens: Bool = true) -> Bool {
        core.withLock { core in
            let places = core.sellers(seller, region: region)
            for place in places { core.tokens.revoke(place, includingAccessTokens: includingAccessTokens) }
            return !places.isEmpty
        }
    }

    /// Gives a seller's authorization back.
    ///
    /// - Parameters:
    ///   - seller: The seller's id.
    ///   - region: The region; needed for a new token when the seller is in several.
    ///   - newRefreshToken: The only refresh token that works from now on; `nil` lets the earlier ones work again.
    /// - Returns: Whether exactly one authorization was meant, or, without a new token, at least one.
    @discardableResult
    package func restore(_ seller: String, region: Region? = nil, newRefreshToken: String?) -> Bool {
        core.withLock { core in
            let places = core.sellers(seller, region: region)
            guard newRefreshToken == nil ? !places.isEmpty : places.count == 1 else { return false }
            for place in places { core.tokens.restore(place, refreshToken: newRefreshToken) }
            return true
        }
    }

    /// Replaces the client secrets that are accepted of an application.
    ///
    /// - Returns: Whether there is such an application.
    @discardableResult
    package func setClientSecrets(_ secrets: [String], ofApplication id: String) -> Bool {
        core.withLock { core in
            guard let index = core.world.applications.firstIndex(where: { $0.id == id }) else { return false }
            core.setSecrets(secrets, ofApplicationAt: index)
            return true
        }
    }

    /// Adds a fault behind those there are. Its times count from the start of the sandbox.
    package func inject(_ fault: Fault) {
        core.withLock { $0.faults.add(fault) }
    }

    /// Forgets all faults, those of the world too.
    package func clearFaults() {
        core.withLock { $0.faults.clear() }
    }

    /// Sets how long answers are held back.
    ///
    /// - Parameters:
    ///   - latency: The time on the injected clock.
    ///   - seller: One seller, or `nil` for everyone who has no latency of their own.
    /// - Returns: Whether there is such a seller.
    @discardableResult
    package func setLatency(_ latency: Duration, seller: String? = nil) -> Bool {
        core.withLock { core in
            guard let seller else {
                core.latency = latency
                return true
            }
            let places = core.sellers(seller, region: nil)
            for place in places { core.sellerLatency[place] = latency }
            return !places.isEmpty
        }
    }
}
