import Foundation

/// The sellers and the application of a scene, as the sandbox and the worker's configuration tell them.
struct SceneWorld {
    /// One seller.
    struct Seller {
        var id: String
        var region = "EU"
        var country = "DE"
        /// Amazon's id of the seller, where the worker's configuration tells it.
        var sellerID: String?
        var refreshToken: String
        var isRevoked = false
        /// Whether the refresh token was given to another application than the worker's.
        var isForeign = false
        /// What no restricted data token is minted for.
        var deniedDataElements: [String] = []

        init(_ id: String, isRevoked: Bool = false) {
            self.id = id
            self.isRevoked = isRevoked
            // Signs that look different in a form, in base64 and in JSON.
            refreshToken = "Atzr|planted-\(id)/+\"=token"
        }
    }

    /// Has no shape by which it could be known without having been registered.
    var clientSecret = "planted client/secret+of=the \"main\" application"
    var sellers = [Seller("acme")]
    var latency = "0ms"
    /// How long an access token lives.
    var tokenLifetime = "1h"
    /// How many orders each seller has; the sandbox decides when it is `nil`.
    var orders: Int?
    /// What Amazon grants and the worker believes, in flow style: by default so much that it never matters.
    var plans = #"{"*": {scale: 200}}"#
    /// Faults of the sandbox, each in flow style.
    var faults: [String] = []
    /// How reports go in the sandbox, each in flow style; the first that fits holds.
    var reports: [String] = []
    /// Likewise for feeds.
    var feeds: [String] = []
    /// Likewise for queries of Data Kiosk, each page being one.
    var queries: [String] = []
    /// Where the worker's results go, in flow style: onto any disk that is not quite full.
    var output = "{minFree: 1MB}"
    /// How refusals are confirmed, in flow style: soon, so that no test waits for a minute.
    var revocation = "{confirmAfter: 1s}"
    /// Further lines of the worker's configuration.
    var settings: [String] = []
    /// The key with which the worker seals the tokens that it stores, in base64; `nil` stores none.
    var tokenKey: String?
    /// Flags that make time run faster, for the sandbox and for every worker that is to agree with it.
    var clock: [String] = []

    init() {}

    /// A world with so many sellers: `seller1`, `seller2`, ...
    init(sellers count: Int) {
        sellers = (1...count).map { Seller("seller\($0)") }
    }

    /// The flags for a time that runs so many times as fast from now on.
    static func clock(_ scale: Int) -> [String] {
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        return ["--time-scale", String(scale), "--time-origin", String(now)]
    }

    /// A key for sealing tokens: 32 bytes, in base64.
    static func tokenKey(_ byte: UInt8 = 0x5B) -> String {
        Data((0..<32).map { byte &+ $0 &* 7 }).base64EncodedString()
    }

    static let clientID = "amzn1.application-oa2-client.scene"

    /// A string in double quotes, right in JSON and in YAML.
    static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }

    /// The sandbox's file.
    var yaml: String {
        var lines = [
            "accessTokenLifetime: \(tokenLifetime)", "latency: \(latency)", "usagePlans: \(plans)", "applications:",
            "  - {id: main, clientId: \(Self.clientID), clientSecrets: [\(Self.quoted(clientSecret))]}",
        ]
        if sellers.contains(where: \.isForeign) {
            lines.append("  - {id: other, clientId: \(Self.clientID).other, clientSecrets: [other]}")
        }
        lines.append("sellers:")
        for seller in sellers {
            let orders = orders.map { ", orders: \($0)" } ?? ""
            lines.append(
                "  - {id: \(seller.id), application: \(seller.isForeign ? "other" : "main"), region: \(seller.region), "
                    + "refreshTokens: [\(Self.quoted(seller.refreshToken))], marketplaces: [\(seller.country)], "
                    + "revoked: \(seller.isRevoked), "
                    + "deniedDataElements: [\(seller.deniedDataElements.joined(separator: ", "))]\(orders)}"
            )
        }
        for (key, entries) in [("reports", reports), ("feeds", feeds), ("queries", queries), ("faults", faults)]
        where !entries.isEmpty {
            lines += ["\(key):"] + entries.map { "  - \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The worker's configuration.
    func configuration(_ sandbox: SandboxPlace) -> String {
        var lines = ["database: sqlite:spworker.db", "output: \(output)", "revocation: \(revocation)"] + settings
        if tokenKey != nil { lines.append("tokens: {store: true, keys: [\"file:secrets/token.key\"]}") }
        lines += ["endpoints:", "  lwa: \(sandbox.lwa)"]
        lines += sandbox.endpoints.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
        lines += [
            "applications:", "  - id: main", "    clientId: \"file:secrets/application.json#clientId\"",
            "    clientSecret: \"file:secrets/application.json#clientSecret\"", "    usagePlans: \(plans)", "sellers:",
        ]
        for seller in sellers {
            lines += [
                "  - id: \(seller.id)", "    region: \(seller.region)", "    marketplaces: [\(seller.country)]",
                "    refreshToken: \"file:secrets/\(seller.id).json#refreshToken\"",
            ]
            if let id = seller.sellerID { lines.append("    sellerId: \(id)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Where a sandbox listens, as it says in its first line.
struct SandboxPlace: Decodable {
    let port: Int
    let lwa: String
    let endpoints: [String: String]
    let control: String
}
