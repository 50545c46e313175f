import Foundation
import JobModel
import JobStore
import OperationCatalogue
import Ports
import Testing

@testable import SellerJobs

@Suite("Secrets", .timeLimit(.minutes(5)))
struct SecrecyTests {
    @Test("No secret or token enters a row, an event, a log line or an error, in whatever form Amazon repeats it")
    func secrecy() async throws {
        let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
        let prefix = "planted+/=access%token"
        @Sendable func forms(_ value: String) -> [String] {
            [
                value, Data(value.utf8).base64EncodedString(),
                value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? value,
            ]
        }
        let amazon = FakeAmazon(
            onLogin: { form in
                // A service that repeats in its refusal all that it was sent.
                guard form["refresh_token"]?.contains("bolt") == true else { return nil }
                let said = ["refresh_token", "client_secret"].flatMap { forms(form[$0] ?? "") }.joined(separator: " ")
                return .loginError(400, "invalid_grant", said)
            },
            onCall: { call in
                let token = call.request.headers.first("x-amz-access-token") ?? ""
                let said = forms(token).joined(separator: " ")
                return switch call.number % 5 {
                case 1: .error(400, said, details: said)
                case 2: .error(500, said)
                case 3: .json(502, said)
                case 4: .denied(said)
                // Fields whose values are logged as they are, but for secrets.
                default: .json(200, "{}", headers: [HTTPHeader("Server", said), HTTPHeader("Via", said)])
                }
            })
        amazon.nameTokens(prefix)
        let shop = Shop(
            amazon, sellers: [("main", "acme", .europe), ("main", "bolt", .europe)], logsBodies: true,
            secret: { "planted/secret+of=\($0) &" })
        try await shop.work {
            for number in 0..<10 {
                _ = try await shop.put(number % 3 == 0 ? Shop.unsafe : Shop.safe)
                _ = try await shop.put(seller: "bolt")
            }
            amazon.refuseTokens(2)
            try await shop.drive {
                let counts = await shop.store.counts()
                return (counts[.running] ?? 0) == 0 && counts[.waiting] == 10
            }
            var texts = shop.lines.entries
            for record in try await shop.store.jobs(matching: JobFilter(limit: 1000)) {
                texts.append("\(record)")
                for attempt in await shop.store.attempts(of: record.row.id) { texts.append("\(attempt)") }
            }
            texts += await shop.store.events(after: 0, limit: 1000).map { "\($0)" }
            texts += await shop.store.authorizations().map { "\($0)" }
            texts += await shop.store.applications().map { "\($0)" }
            #expect(texts.contains { $0.contains("<redacted>") }, "the plants were watered")
            let names = ["SECRET_main"] + shop.directory.sellers.keys.map(Shop.refreshName)
            let secrets = names.compactMap { shop.vault[$0] } + amazon.tokens
            #expect(secrets.count > 3)
            for secret in secrets {
                for form in forms(secret) {
                    let leak = texts.first { $0.contains(form) }
                    #expect(leak == nil, "\(secret) leaks as \(form)")
                }
            }
        }
    }
}
