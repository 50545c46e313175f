import Secrets
import Testing

@testable import spworker

@Suite("Names of credentials in the environment")
struct CredentialNameTests {
    private static let basic = [
        "SP_CLIENT_ID": "planted-id", "SP_CLIENT_SECRET": "planted-secret", "SP_REFRESH_TOKEN": "planted-token",
    ]

    private func basic(_ more: [String: String]) -> [String: String] { Self.basic.merging(more) { $1 } }

    /// Every name of every value in the order in which they count, with a value that fits.
    private static let orders: [(names: [String], value: String)] = [
        (
            ["SP_CLIENT_ID", "SP_API_CLIENT_ID", "LWA_CLIENT_ID", "LWA_APP_ID", "SELLING_PARTNER_APP_CLIENT_ID"],
            "planted-id"
        ),
        (
            ["SP_CLIENT_SECRET", "SP_API_CLIENT_SECRET", "LWA_CLIENT_SECRET", "SELLING_PARTNER_APP_CLIENT_SECRET"],
            "planted-secret"
        ),
        (["SP_REFRESH_TOKEN", "SP_API_REFRESH_TOKEN", "LWA_REFRESH_TOKEN"], "planted-token"),
    ]

    @Test("any name will do, with _FILE too, and of two that agree the first counts", arguments: orders.indices)
    func order(index: Int) throws {
        let (names, value) = Self.orders[index]
        var others = Self.basic
        others[names[0]] = nil
        for (place, name) in names.enumerated() {
            let it = try load(nil, environment: others.merging([name: value]) { $1 })
            #expect(it.provenance.contains { $0.origin == .environment(name) }, "\(name)")
            let file = try load(nil, environment: others.merging([name + "_FILE": "/run/x"]) { $1 })
            #expect(file.provenance.contains { $0.origin == .environment(name + "_FILE") }, "\(name)")
            guard place > 0 else { continue }
            let both = try load(nil, environment: others.merging([name: value, names[place - 1]: value]) { $1 })
            #expect(both.provenance.contains { $0.origin == .environment(names[place - 1]) })
            #expect(both.notices == ["\(name) says the same as \(names[place - 1]), which counts"])
        }
    }

    @Test(
        "two that disagree are refused once, with the one that would count and why",
        arguments: [
            (["LWA_APP_ID": "planted"], "LWA_APP_ID: SP_CLIENT_ID is set too and would count, but the values differ"),
            (
                ["SP_API_REFRESH_TOKEN_FILE": "/x"],
                "SP_API_REFRESH_TOKEN_FILE: SP_REFRESH_TOKEN is set too and would count, but a value and a file are not compared"
            ),
            (
                ["SP_REFRESH_TOKEN__A_FILE": "/x", "SP_API_REFRESH_TOKEN_A_FILE": "/y"],
                "SP_API_REFRESH_TOKEN_A_FILE: SP_REFRESH_TOKEN__A_FILE is set too and would count, but they name different files"
            ),
            (["SP_REGION": "EU", "SP_API_REGION": "NA"], "SP_API_REGION: SP_REGION is set too and would count"),
        ])
    func conflicts(more: [String: String], says: String) {
        // A second seller needs the same application and region, which must not double what is said.
        let found = problems(nil, environment: basic(["SP_REFRESH_TOKEN__B": "planted-b"].merging(more) { $1 }))
        #expect(
            found.count == 1 && found[0].hasPrefix(says) && found[0].hasSuffix("; unset one of the two"), "\(found)")
        #expect(!found.joined().contains("planted"))
    }

    /// Names beside the three that are enough, with what is said of them.
    private static let others: [(name: String, notice: String?)] = [
        ("SPAPI_LWA_REFRESH_TOKEN", nil), ("LWA_CLIENT_ID_X", nil), ("SP_ENDPOINT_X", nil),
        ("SP_API_DEFAULT_MARKETPLACE", "SP_API_DEFAULT_MARKETPLACE is not read; the name here is SP_REGION"),
        (
            "SP_REFRESH_TOKEN_ACME",
            "SP_REFRESH_TOKEN_ACME sets nothing: a seller's name comes after two underscores; "
                + "write SP_REFRESH_TOKEN__ACME if that is one"
        ),
        (
            "SP_REFRESH_TOKEN__acme",
            "SP_REFRESH_TOKEN__acme sets nothing: a seller's name comes after two underscores and in capitals; "
                + "write SP_REFRESH_TOKEN__ACME"
        ),
        (
            "SP_API_REFRESH_TOKEN_FILE_ACME",
            "SP_API_REFRESH_TOKEN_FILE_ACME sets nothing: it may be the value of a seller FILE_ACME or a file for ACME; "
                + "write SP_REFRESH_TOKEN__FILE_ACME for the one and SP_REFRESH_TOKEN__ACME_FILE for the other"
        ),
        (
            "SP_REFRESH_TOKEN__FILE",
            "SP_REFRESH_TOKEN__FILE sets nothing: it may be the value of a seller FILE or the path of a file; "
                + "write SP_REFRESH_TOKEN_FILE for the path, and call the seller something else"
        ),
        (
            "LWA_CLIENT_SECRET_OLD",
            "LWA_CLIENT_SECRET_OLD is not used: there is no refresh token for the seller old; "
                + "set SP_REFRESH_TOKEN__OLD if that is one"
        ),
    ]

    @Test("names that are not read, or are nearly ours, are explained", arguments: others.indices)
    func explained(index: Int) throws {
        let (name, notice) = Self.others[index]
        let it = try load(nil, environment: basic([name: "planted"]))
        #expect(it.sellers.map(\.id) == ["default"])
        #expect(it.notices == [notice].compactMap(\.self))
    }

    @Test("a missing value is told with the other name that holds it")
    func renamed() throws {
        let found = problems(
            nil,
            environment: [
                "SPAPI_LWA_CLIENT_ID": "planted", "SP_CLIENT_SECRET": "planted", "SP_REFRESH_TOKEN": "planted",
            ])
        #expect(
            found == [
                "SP_CLIENT_ID: this is missing; set SP_CLIENT_ID, or SP_CLIENT_ID_FILE (SPAPI_LWA_CLIENT_ID is set, but that "
                    + "name is not read)"
            ])
        let alone = try load(nil, environment: ["SPAPI_LWA_CLIENT_ID": "planted"])
        #expect(alone.notices == ["SPAPI_LWA_CLIENT_ID is not read; the name here is SP_CLIENT_ID"])
        #expect(
            problems(nil, environment: basic(["SP_API_ENDPOINT_FILE": "/x"])).first?.contains(
                "the API's address in one client and the token endpoint in another") == true)
    }
}
