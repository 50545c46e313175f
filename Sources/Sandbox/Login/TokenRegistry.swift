/// Every refresh token that is accepted and every access token that was issued.
package struct TokenRegistry: Sendable {
    /// Whom an access token speaks for.
    package enum Bearer: Sendable, Hashable {
        /// A seller in a region, by its place in the world.
        case seller(Int)
        /// An application, by its place in the world, with the scopes that it asked for.
        case application(Int, scopes: Set<String>)
        /// A seller in a region, for what a restricted data token opens and nothing else.
        case restricted(Int, [RestrictedGrant])
    }

    /// What is known about a presented access token.
    package enum Standing: Sendable, Hashable {
        /// It is good and speaks for the bearer.
        case valid(Bearer)
        /// It was good once.
        case expired
        /// It was never issued, its authorization was withdrawn, or it expired long ago.
        case unknown
    }

    private struct Grant {
        var bearer: Bearer
        var generation: Int
        var expiresAt: Duration
    }

    private var grants: [String: Grant] = [:]
    private var issued: [String] = []
    private var oldest = 0
    private var refreshTokens: [String: Int] = [:]
    private var revoked: Set<Int> = []
    private var generations: [Int: Int] = [:]

    /// Creates a registry that accepts the refresh tokens of `world`.
    package init(world: World) {
        for (index, seller) in world.sellers.enumerated() {
            for token in seller.refreshTokens { refreshTokens[token] = index }
            if seller.isRevoked { revoked.insert(index) }
        }
    }

    /// The seller whom a refresh token belongs to, revoked or not.
    package func owner(ofRefreshToken token: String) -> Int? { refreshTokens[token] }

    /// Whether `seller` has withdrawn the authorization.
    package func isRevoked(_ seller: Int) -> Bool { revoked.contains(seller) }

    /// Records an access token. Earlier ones stay valid until they expire.
    ///
    /// - Parameters:
    ///   - token: The token; must be new.
    ///   - bearer: Whom it speaks for.
    ///   - now: Time since the sandbox started.
    ///   - lifetime: How long it is good for.
    package mutating func issue(_ token: String, to bearer: Bearer, at now: Duration, lifetime: Duration) {
        forget(at: now)
        grants[token] = Grant(bearer: bearer, generation: generation(of: bearer), expiresAt: now + lifetime)
        issued.append(token)
    }

    /// What is known about an access token at `now`.
    package func standing(of token: String, at now: Duration) -> Standing {
        guard let grant = grants[token], grant.generation == generation(of: grant.bearer) else { return .unknown }
        return now < grant.expiresAt ? .valid(grant.bearer) : .expired
    }

    /// Withdraws a seller's authorization.
    ///
    /// - Parameters:
    ///   - seller: The seller's place in the world.
    ///   - includingAccessTokens: Whether access tokens that were issued stop working at once rather than when they
    ///     expire.
    package mutating func revoke(_ seller: Int, includingAccessTokens: Bool) {
        revoked.insert(seller)
        if includingAccessTokens { generations[seller, default: 0] += 1 }
    }

    /// Gives an authorization back.
    ///
    /// - Parameters:
    ///   - seller: The seller's place in the world.
    ///   - refreshToken: The only refresh token that works from now on; `nil` lets the earlier ones work again.
    package mutating func restore(_ seller: Int, refreshToken: String?) {
        revoked.remove(seller)
        guard let refreshToken else { return }
        refreshTokens = refreshTokens.filter { $0.value != seller }
        refreshTokens[refreshToken] = seller
    }

    private func generation(of bearer: Bearer) -> Int {
        switch bearer {
        case .seller(let seller), .restricted(let seller, _): generations[seller] ?? 0
        case .application: 0
        }
    }

    /// Drops tokens that expired long ago, so that a long run does not grow without bound. Until then a stale token is
    /// told apart from one that never existed.
    private mutating func forget(at now: Duration) {
        while oldest < issued.count, let grant = grants[issued[oldest]], grant.expiresAt + Self.remembered < now {
            grants[issued[oldest]] = nil
            oldest += 1
        }
        if oldest > 1024, oldest * 2 > issued.count {
            issued.removeFirst(oldest)
            oldest = 0
        }
    }

    private static let remembered = Duration.seconds(3600)
}
