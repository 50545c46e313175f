import OperationCatalogue
import Secrets
import Testing

@testable import SellingPartner

@Suite("Keys of the token cache")
struct TokenKeyTests {
    private func grantless(_ scopes: Set<String>) -> TokenKey {
        TokenKey(
            clientID: "client", endpoint: "https://lwa", grant: .clientCredentials(scopes: scopes),
            refreshTokenFingerprint: "", region: nil, isSandbox: false)
    }

    @Test("Applications, endpoints, sellers, regions, the sandbox and scopes have keys of their own")
    func separation() {
        let keys = [
            Fixtures.key(), Fixtures.key(clientID: "other"), Fixtures.key(endpoint: "https://other"),
            Fixtures.key(fingerprint: "f2"), Fixtures.key(region: .northAmerica), Fixtures.key(region: nil),
            Fixtures.key(isSandbox: true), Fixtures.key(clientID: "other", fingerprint: "f2", region: .farEast),
            grantless(["a"]), grantless(["b"]), grantless(["a", "b"]), grantless(["ab"]), grantless([]),
        ]
        #expect(Set(keys).count == keys.count)
        #expect(Set(keys.map(\.text)).count == keys.count)
    }

    @Test("The order of scopes does not matter")
    func scopeOrder() {
        #expect(grantless(["x", "y", "z"]) == grantless(["z", "x", "y"]))
    }

    @Test("A part that runs into the next gives another key")
    func lengthPrefix() {
        #expect(
            Fixtures.key(clientID: "ab", endpoint: "c") != Fixtures.key(clientID: "a", endpoint: "bc"))
    }

    @Test("The refresh token itself takes no part")
    func fingerprintOnly() {
        let one = TokenKey(
            clientID: "c", endpoint: "e", grant: .refreshToken(Secret("one")), refreshTokenFingerprint: "f",
            region: .europe, isSandbox: false)
        let two = TokenKey(
            clientID: "c", endpoint: "e", grant: .refreshToken(Secret("two")), refreshTokenFingerprint: "f",
            region: .europe, isSandbox: false)
        #expect(one == two)
        #expect(one.text.count == 64)
        #expect(one.description == String(one.text.prefix(16)))
    }
}
