import JobModel
import OperationCatalogue
import SellerJobs
import Testing

@testable import spworker

@Suite("Templates of definitions")
struct DefinitionTemplateTests {
    private static func filled(_ value: JSONValue, _ seller: String = "acme") throws -> JSONValue {
        try DefinitionTemplate(
            seller: DefinitionSellers.seller(seller), scheduledAt: DefinitionSellers.now,
            environment: { ["SHOP": "berlin", "ODD": "{now}", "LEAK": "Atzr|abc"][$0] }
        ).filled(value)
    }

    @Test(
        "stand for what the seller and the moment say",
        arguments: [
            ("{seller}", "acme"), ("{region}", "EU"), ("{application}", "main"), ("{marketplace}", "A1PA6795UKMFR9"),
            ("{date}", "2026-02-01"), ("{date-1d}", "2026-01-31"), ("{scheduledAt}", "2026-02-01T12:00:00.000Z"),
            ("{scheduledAt-1d}", "2026-01-31T12:00:00.000Z"), ("{scheduledAt+1d|date}", "2026-02-02"),
            ("{scheduledAt-500ms}", "2026-02-01T11:59:59.500Z"),
            ("{scheduledAt|datetime}", "2026-02-01T12:00:00Z"), ("{env:SHOP}", "berlin"),
            // The first run knows these.
            ("{now-2m}", "{now-2m}"), ("{cursor}", "{cursor}"), ("{lastSuccess|date}", "{lastSuccess|date}"),
            ("of {seller} in {region}.", "of acme in EU."),
            ("{seller}{region}", "acmeEU"), ("plain", "plain"), ("", ""), ("a } b { c", "a } b { c"),
        ])
    func texts(text: String, result: String) throws {
        #expect(DefinitionTemplate.flaw(in: text) == nil)
        #expect(try Self.filled(.string(text)) == .string(result))
    }

    @Test("are filled in wherever a text stands, and '{marketplaces}' becomes a list")
    func nested() throws {
        let value = JSONValue.object([
            "ids": "{marketplaces}", "list": ["{seller}", "x", .null], "map": ["{seller}": "{region}"], "count": 3,
            "flag": true,
        ])
        #expect(
            try Self.filled(value)
                == .object([
                    "ids": ["A1PA6795UKMFR9", "A13V1IB3VIYZZH"], "list": ["acme", "x", .null],
                    "map": ["{seller}": "EU"], "count": 3, "flag": true,
                ]))
        #expect(try Self.filled("{marketplaces}", "bare") == .array([]))
    }

    @Test(
        "that do not exist are refused by name",
        arguments: [
            "{foo}", "{}", "{Seller}", "{now-}", "{now-1}", "{now1d}", "{now-1w}", "{now|day}", "{seller|date}",
            "{tag:}", "a{ seller }b",
        ])
    func unknown(text: String) throws {
        let flaw = try #require(DefinitionTemplate.flaw(in: text))
        let name = try #require(text.firstMatch(of: /\{.*\}/)).output
        #expect(flaw.message == "'\(name)' is not a template" && flaw.cure.contains("{now-2m}"))
        let rejection = #expect(throws: JobRejection.self) { try Self.filled(.string(text)) }
        #expect(rejection?.description.contains(name) == true)
    }

    @Test("that make a list cannot be part of a text")
    func listInText() throws {
        #expect(DefinitionTemplate.flaw(in: "x{marketplaces}")?.cure == "let it stand alone")
        #expect(throws: JobRejection.self) { try Self.filled("{marketplaces},{marketplace}") }
    }

    @Test("that need marketplaces are refused for a seller without any, by the seller's name")
    func withoutMarketplaces() {
        let rejection = #expect(throws: JobRejection.self) { try Self.filled("{marketplace}", "bare") }
        #expect(rejection?.description.contains("'bare'") == true)
    }

    @Test("take tags that say something, and refuse those that a seller has not")
    func tags() throws {
        #expect(throws: JobRejection.self) { try Self.filled("{tag:shop}") }
    }

    @Test("never let a secret or another template in through the environment", arguments: ["{env:LEAK}", "{env:ODD}"])
    func environment(text: String) {
        let rejection = #expect(throws: JobRejection.self) { try Self.filled(.string(text)) }
        #expect(rejection?.description.contains("Atzr") == false)
    }
}
