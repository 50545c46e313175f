import Secrets
import Testing

@testable import spworker

@Suite("The form of a credential")
struct CredentialFormTests {
    private func flaws(_ value: String, _ role: SecretUse.Role, isAmazons: Bool = true) -> [CredentialForm.Flaw] {
        CredentialForm.flaws(Secret(value), as: role, isAmazons: isAmazons)
    }

    @Test(
        "is right as Amazon gives it out",
        arguments: [
            ("Atzr|IwEBIabc", SecretUse.Role.refreshToken), ("amzn1.application-oa2-client.0a1b", .clientID),
            ("amzn1.oa2-cs.v1.0a1b", .clientSecret), ("0123456789abcdef0123456789abcdef", .clientSecret),
            ("https://ops.example/hook", .hookURL), ("any thing\n", .hookSecret),
            ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", .sealingKey(isFirst: true)),
        ])
    func right(value: String, role: SecretUse.Role) {
        #expect(flaws(value, role).isEmpty)
    }

    @Test(
        "shows what was stored with it or in its place, for certain",
        arguments: [
            ("", SecretUse.Role.refreshToken, "empty"), (" Atzr|x", .refreshToken, "White space"),
            ("Atzr|x\t", .refreshToken, "White space"), ("\"Atzr|x\"", .refreshToken, "Quotes"),
            ("'amzn1.oa2-cs.v1.x'", .clientSecret, "Quotes"), ("A=1\nB=2", .clientSecret, "several lines"),
            ("{\"refreshToken\": 1}", .refreshToken, "JSON"), ("Atza|x", .refreshToken, "access token"),
            ("amzn1.oa2-cs.v1.x", .clientID, "client secret"), ("Atzr|x", .clientSecret, "refresh token"),
            ("amzn1.application-oa2-client.x", .clientSecret, "client id"),
            ("short", .sealingKey(isFirst: true), "key"),
            ("http://ops.example/", .hookURL, "lain http"),
        ])
    func wrong(value: String, role: SecretUse.Role, word: String) throws {
        let flaw = try #require(flaws(value, role, isAmazons: false).first)
        #expect(flaw.isCertain && flaw.message.contains(word), "\(flaw)")
        #expect(!flaw.cure.isEmpty)
    }

    @Test("proves nothing by its beginning, and a stand-in's credentials may look like anything")
    func beginnings() throws {
        for (value, role) in [("oddly planted", SecretUse.Role.refreshToken), ("oddly planted", .clientID)] {
            let flaw = try #require(flaws(value, role).first)
            #expect(!flaw.isCertain)
            #expect(flaws(value, role, isAmazons: false).isEmpty)
        }
        #expect(flaws("short", .sealingKey(isFirst: false)).map(\.isCertain) == [false])
    }

    @Test("is told without any of the value")
    func silent() {
        for role in [SecretUse.Role.clientID, .clientSecret, .refreshToken, .sealingKey(isFirst: true), .hookURL] {
            for value in ["\"planted\"", " planted", "planted\nplanted", "{planted", "planted"] {
                for flaw in flaws(value, role) { #expect(!"\(flaw)".contains("planted")) }
            }
        }
    }
}
