import Foundation
import JobModel
import JobStore
import JobStoreTesting
import Secrets
import Testing

@testable import SellerJobs

@Suite("Sealing access tokens")
struct TokenSealTests {
    private let random = SeededRandom(seed: 41)
    private let now = Timestamp(microseconds: 1_767_225_600_000_000)
    private let token = Secret("Atza|planted-token")

    private func key() throws -> SealingKey { try #require(SealingKey(SealingKey.make(random))) }

    private func sealed(by seal: TokenSeal) throws -> SealedToken {
        try seal.seal(token, key: "cache-key", mintedAt: now, expiresAt: now + .seconds(3600), random: random)
    }

    @Test("What was sealed is opened with the same key, and nothing of it shows")
    func roundTrip() throws {
        let key = try key()
        let row = try sealed(by: TokenSeal(first: key))
        #expect(TokenSeal(first: key).open(row) == .token(token))
        #expect(row.key == "cache-key" && row.keyID == key.id)
        #expect(Data(row.sealed).range(of: Data("planted".utf8)) == nil)
        #expect(try sealed(by: TokenSeal(first: key)).sealed != row.sealed, "each has a nonce of its own")
    }

    @Test("Whatever is changed about a sealed token, it is not opened")
    func tampering() throws {
        let (one, two) = (try key(), try key())
        let seal = TokenSeal(first: one, others: [two])
        let row = try sealed(by: seal)
        var changed: [SealedToken] = []
        func change(_ body: (inout SealedToken) -> Void) {
            var copy = row
            body(&copy)
            changed.append(copy)
        }
        change { $0.key = "cache-keys" }
        change { $0.keyID = two.id }
        change { $0.mintedAt = $0.mintedAt + .microseconds(1) }
        change { $0.expiresAt = $0.expiresAt + .seconds(1) }
        change { $0.sealed = [] }
        change { $0.sealed = Array($0.sealed.prefix(20)) }
        change { $0.sealed.append(0) }
        for index in row.sealed.indices { change { $0.sealed[index] ^= 0x40 } }
        for copy in changed { #expect(seal.open(copy) == .damaged, "\(copy)") }
        change { $0.keyID = "unknown" }
        #expect(changed.last.map(seal.open) == .unknownKey)
    }

    @Test("The first key seals, all of them open, and a lost one opens nothing")
    func rotation() throws {
        let (old, new, other) = (try key(), try key(), try key())
        let before = try sealed(by: TokenSeal(first: old))
        let rotated = TokenSeal(first: new, others: [old])
        #expect(rotated.open(before) == .token(token))
        let after = try sealed(by: rotated)
        #expect(after.keyID == new.id)
        #expect(TokenSeal(first: old).open(after) == .unknownKey)
        #expect(TokenSeal(first: other).open(before) == .unknownKey)
    }

    @Test("A key is 32 bytes in base64, known by a digest, and nothing else is a key")
    func keys() throws {
        let text = SealingKey.make(random)
        let key = try #require(SealingKey(text))
        #expect(text.reveal().utf8.count == 44 && key.id.utf8.count == 16)
        #expect(SealingKey(Secret("  \(text.reveal())\n"))?.id == key.id)
        #expect(SealingKey(SealingKey.make(random))?.id != key.id)
        let bytes = try #require(Data(base64Encoded: text.reveal()))
        let short = Data(bytes.dropLast()).base64EncodedString()
        for wrong in ["", " ", "password", short, text.reveal() + "A", Data(bytes + [1]).base64EncodedString()] {
            #expect(SealingKey(Secret(wrong)) == nil)
        }
    }

    @Test("Keys are read by reference: without the first there is no sealing, others may be missing")
    func references() async throws {
        let vault = Vault()
        vault["FIRST"] = SealingKey.make(random).reveal()
        vault["ODD"] = "planted"
        let shop = Shop()
        func seal(_ names: String...) async throws(SecretError) -> TokenSeal {
            try await TokenSeal(
                names.map { .environment($0) }, resolver: SecretResolver(providers: [vault]), logger: shop.logger)
        }
        _ = try await seal("FIRST", "GONE", "ODD")
        #expect(shop.lines.entries.count { $0.contains("further key") } == 2)
        await #expect(throws: SecretError.self) { _ = try await seal("GONE", "FIRST") }
        let error = try await #require(throws: SecretError.self) { _ = try await seal("ODD") }
        #expect(error.cure.contains("spworker tokens key") && error.reference == "env:ODD")
        #expect(!"\(error) \(shop.lines.entries)".contains("planted"))
        await shop.close()
    }

    @Test(
        "A kept token is used for an hour less a margin, and not at all when it is nearly over or from the future",
        arguments: [
            (0, 3600, 3540), (100, 3600, 3440), (3240, 3600, 300), (3241, 3600, nil), (-1, 3600, nil),
            (0, 86_400, 3540), (4000, 86_400, nil), (0, 360, 300), (0, 359, nil), (0, -5, nil),
        ] as [(Int, Int, Int?)])
    func life(age: Int, lifetime: Int, remaining: Int?) {
        let life = KeptTokenLife(
            mintedAt: now - .seconds(age), expiresAt: now - .seconds(age) + .seconds(lifetime), now: now)
        #expect(life?.remaining == remaining.map { .seconds($0) })
        if let life { #expect(life.age == .seconds(age)) }
    }
}
