import Testing

@testable import spworker

@Suite("Settings of other clients that cannot be taken over")
struct ImportProblemTests {
    /// Settings with one change, and what is said of it.
    private static let changed: [(sample: String, from: String, to: String, says: [String])] = [
        (
            ImportSample.saleweaver, "\n  lwa_app_id: planted-id\n  lwa_client_secret: \"planted-secret\"\nBig",
            "\nBig",
            [
                "settings:3: default.lwa_app_id: this is missing; add it, with its value",
                "settings:3: default.lwa_client_secret: this is missing; add it, with its value",
            ]
        ),
        (
            ImportSample.saleweaver, "planted-token-1", "''",
            ["settings:4: default.refresh_token: this is empty; put the value in"]
        ),
        (
            ImportSample.saleweaver, "planted-token-2", "${BIG_TOKEN}",
            [
                "settings:8: Big Corp.refresh_token: this is a placeholder for BIG_TOKEN, not the value; put the value in; "
                    + "nothing is filled in here"
            ]
        ),
        (
            ImportSample.saleweaver, "Big Corp", "DEFAULT",
            [
                "settings:7: the seller's id DEFAULT is that of the account at settings:3 too; rename one of the accounts in the file"
            ]
        ),
        (
            ImportSample.saleweaver, "Big Corp", "Atzr|planted",
            [
                "settings:7: the account's name a text of 12 characters cannot be a seller's id; name it with letters, digits, "
                    + "'.', '_' and '-'"
            ]
        ),
        (
            ImportSample.airbyte, "\"DE\"", "\"Mars\"",
            [
                "settings:4: region: \"Mars\" is neither a region nor a country of Amazon's; write NA, EU, FE or a country such as DE"
            ]
        ),
        (
            ImportSample.airbyte, "planted-secret", "**********",
            ["settings:7: lwa_client_secret: the value is masked with *; put the real value in, from where it is kept"]
        ),
        (
            ImportSample.airbyte, "PRODUCTION", "staging",
            ["settings:3: aws_environment: \"staging\" is no environment of Amazon's; write PRODUCTION or SANDBOX"]
        ),
        (
            ImportSample.airbyte, "\"planted-token\"", "[\"planted-token\"]",
            ["settings:8: refresh_token: a text is due here, not a list; write the value itself"]
        ),
        (
            ImportSample.fika, "\"SellerId\"", "\"Marketplace\": \"US\", \"SellerId\"",
            [
                "settings:12: FikaAmazonAPI.Marketplace: this stands at settings:11 already as MarketPlaceID; keep one of them"
            ]
        ),
        (
            ImportSample.node, "planted-id", "<your client id>",
            [
                "settings:2: SELLING_PARTNER_APP_CLIENT_ID: this is a placeholder, not the value; put the value in; nothing is "
                    + "filled in here"
            ]
        ),
    ]

    @Test("are told by line and key, with the cure and without a value", arguments: changed.indices)
    func fields(index: Int) {
        let (sample, from, to, says) = Self.changed[index]
        #expect(sample.contains(from))
        let found = importProblems(sample.replacing(from, with: to))
        #expect(found == says)
        #expect(!found.joined().contains("planted"))
    }

    @Test(
        "are told where the text itself is broken",
        arguments: [
            (
                "{\"lwa_app_id\": \"planted\",\n  \"refresh_token\": planted}",
                "settings:2: this is not valid JSON (column "
            ),
            ("{\"lwa_app_id\": \"planted\" /* planted", "settings:1: this is not valid JSON"),
            ("default:\n  lwa_app_id: planted\n bad: [planted", "this is not valid YAML"),
            (
                "default:\n  lwa_app_id: planted\n  lwa_app_id: planted\n",
                "settings:2: a key stands twice in one map: \"lwa_app_id\""
            ),
            ("default:\n  lwa_app_id: *nowhere\n", "settings:2: this is not valid YAML (found undefined alias)"),
            ("SELLING_PARTNER_APP_CLIENT_ID=planted\nplanted\n", "settings:2: this line is not KEY=VALUE"),
            (
                "SP_CLIENT_ID=planted\nSP_CLIENT_ID=planted\n",
                "settings:2: SP_CLIENT_ID: this key stands twice, the other one at"
            ),
            ("[default]\nSP_CLIENT_ID=planted\n", "settings:1: a head in brackets stands here"),
            ("# nothing\n\n", "the file is empty"), (" \n", "the file is empty"),
            ("colour: planted\n", "no credentials in a format that is known were found"),
            ("{\"colour\": \"planted\"}", "no credentials in a format that is known were found"),
            ("planted", "no credentials in a format that is known were found"),
        ])
    func broken(text: String, says: String) {
        let found = importProblems(text)
        #expect(found.count == 1 && found[0].contains(says), "\(found)")
        #expect(!found.joined().contains("planted"))
    }

    @Test("are told when the file is no text, or too large for credentials")
    func bytes() {
        #expect(importProblems([0xFF, 0xFE, 0x61, 0]) == ["settings:1: the file is UTF-16; save it as UTF-8"])
        #expect(importProblems([0x61, 0xFF]) == ["settings:1: the file is not UTF-8; save it as UTF-8"])
        #expect(importProblems([0x61, 0x0A, 0]).first?.hasPrefix("settings:2: the file is not a text") == true)
        let large = importProblems([UInt8](repeating: 0x61, count: ImportText.maximumSize + 1))
        #expect(large.count == 1 && large[0].contains("larger than 1 MiB"))
    }

    @Test("are told when aliases would come to more than any memory holds")
    func aliases() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...8 {
            let before = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(before)]\n"
        }
        let found = importProblems(text)
        #expect(found.count == 1 && found[0].contains("the file comes to too many values"), "\(found)")
    }

    @Test("are told when they are of another format than was said, or hold several accounts for one name")
    func flags() {
        #expect(
            importProblems(ImportSample.airbyte, format: .fika).first?.contains("FikaAmazonAPI") == nil,
            "a bare section may have these keys too")
        #expect(
            importProblems("{\"x\": 1}", format: .fika) == [
                "settings:1: there is no section FikaAmazonAPI; name the settings that hold it"
            ])
        #expect(
            importProblems(ImportSample.saleweaver, seller: "acme") == [
                "--seller: the file holds 2 accounts, which one name does not fit; leave the flag out and rename the accounts in the file"
            ])
    }
}
