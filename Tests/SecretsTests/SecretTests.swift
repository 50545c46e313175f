import Logging
import Secrets
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("A secret")
struct SecretTests {
    private let planted = "planted-value-9417"

    @Test("shows itself redacted in every textual form")
    func redactsItself() throws {
        let secret = Secret(planted)
        var dumped = ""
        dump(["key": secret], to: &dumped)
        let encoded = String(decoding: try JSONEncoder().encode(["key": secret]), as: UTF8.self)
        let forms = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])", "\(Optional(secret)!)",
            dumped, encoded, "\(Logger.MetadataValue.stringConvertible(secret))", "\(secret.metadataValue)",
            "\(ResolvedSecret(secret: secret, source: "a test"))",
        ]
        for form in forms {
            #expect(!form.contains(planted))
            #expect(form.contains(Secret.redactedText))
        }
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(secret.reveal() == planted)
    }

    @Test("equals only a secret with the same bytes")
    func compares() {
        #expect(Secret("abc") == Secret("abc"))
        #expect(Secret("abc") != Secret("abd"))
        #expect(Secret("abc") != Secret("abcd"))
        #expect(Secret("") == Secret(""))
    }

    @Test("has a fingerprint that depends on salt, client and value, and on where one ends and the next begins")
    func fingerprints() {
        let first = Fingerprinter(salt: Array("salt".utf8))
        let print = first.fingerprint(clientId: "client", secret: Secret("value"))
        #expect(print == "6b76bc1bd1e18313abce9644ddc0241a")
        #expect(print == first.fingerprint(clientId: "client", secret: Secret("value")))
        #expect(print != first.fingerprint(clientId: "client", secret: Secret("value2")))
        #expect(print != first.fingerprint(clientId: "clientv", secret: Secret("alue")))
        #expect(print != Fingerprinter(salt: [1]).fingerprint(clientId: "client", secret: Secret("value")))
    }
}
