import Sandbox
import Testing

@Suite struct TokenRegistryTests {
    @Test func `an access token is good until its lifetime is over, and then known as expired`() {
        var tokens = TokenRegistry(world: .standard(sellers: 1))
        tokens.issue("a", to: .seller(0), at: .seconds(5), lifetime: .seconds(60))
        #expect(tokens.standing(of: "a", at: .seconds(64)) == .valid(.seller(0)))
        #expect(tokens.standing(of: "a", at: .seconds(65)) == .expired)
        #expect(tokens.standing(of: "b", at: .seconds(5)) == .unknown)
    }

    @Test func `a new access token leaves the earlier ones alone`() {
        var tokens = TokenRegistry(world: .standard(sellers: 1))
        tokens.issue("a", to: .seller(0), at: .zero, lifetime: .seconds(60))
        tokens.issue("b", to: .seller(0), at: .seconds(1), lifetime: .seconds(60))
        #expect(tokens.standing(of: "a", at: .seconds(2)) == .valid(.seller(0)))
    }

    @Test(arguments: [true, false])
    func `a revocation ends the refresh token, and the access tokens when told so`(includingAccessTokens: Bool) {
        var tokens = TokenRegistry(world: .standard(sellers: 2))
        tokens.issue("a", to: .seller(0), at: .zero, lifetime: .seconds(60))
        tokens.issue("b", to: .seller(1), at: .zero, lifetime: .seconds(60))
        tokens.revoke(0, includingAccessTokens: includingAccessTokens)
        #expect(tokens.isRevoked(0))
        #expect(tokens.standing(of: "a", at: .zero) == (includingAccessTokens ? .unknown : .valid(.seller(0))))
        #expect(tokens.standing(of: "b", at: .zero) == .valid(.seller(1)))
    }

    @Test func `a restricted data token ends with its seller's authorization`() {
        var tokens = TokenRegistry(world: .standard(sellers: 2))
        let grants = [RestrictedGrant(method: "GET", path: "/mfn/v0/shipments/{shipmentId}")]
        tokens.issue("a", to: .restricted(0, grants), at: .zero, lifetime: .seconds(60))
        #expect(tokens.standing(of: "a", at: .zero) == .valid(.restricted(0, grants)))
        tokens.revoke(1, includingAccessTokens: true)
        #expect(tokens.standing(of: "a", at: .zero) == .valid(.restricted(0, grants)))
        tokens.revoke(0, includingAccessTokens: true)
        #expect(tokens.standing(of: "a", at: .zero) == .unknown)
    }

    @Test func `a new refresh token replaces the old ones`() {
        var tokens = TokenRegistry(world: .standard(sellers: 1))
        tokens.revoke(0, includingAccessTokens: true)
        tokens.restore(0, refreshToken: "Atzr|new")
        #expect(!tokens.isRevoked(0))
        #expect(tokens.owner(ofRefreshToken: "Atzr|new") == 0)
        #expect(tokens.owner(ofRefreshToken: "Atzr|sandbox-seller-1") == nil)
    }

    @Test func `restoring without a token lets the old one work again`() {
        var tokens = TokenRegistry(world: .standard(sellers: 1))
        tokens.revoke(0, includingAccessTokens: true)
        tokens.restore(0, refreshToken: nil)
        #expect(tokens.owner(ofRefreshToken: "Atzr|sandbox-seller-1") == 0)
    }

    @Test func `tokens that expired long ago are forgotten`() {
        var tokens = TokenRegistry(world: .standard(sellers: 1))
        tokens.issue("a", to: .seller(0), at: .zero, lifetime: .seconds(60))
        tokens.issue("b", to: .seller(0), at: .seconds(10_000), lifetime: .seconds(60))
        #expect(tokens.standing(of: "a", at: .seconds(10_000)) == .unknown)
    }
}
