import Foundation

/// Five hundred sellers of two applications in three regions, of whom the configuration names none: they are found in Secrets
/// Manager, where all secrets are. Time is accelerated; that of AWS is not.
struct FoundSellersStory {
    /// One seller.
    struct Seller: Hashable {
        let id: String
        let application: String
        let region: String
        let country: String

        /// The secret's name.
        var secret: String { "prod/\(application)/\(region)/\(id)" }
        /// Has signs that look different in a form, in base64 and in JSON.
        var refreshToken: String { "Atzr|planted-\(id)/+\"=token" }
    }

    /// A seller as `sellers list --json` tells it.
    struct Listed: Decodable {
        let seller: String
        let state: String
        let configured: Bool
    }

    /// What `events --json` tells.
    struct Event: Decodable {
        let kind: String
        let seller: String?
        let region: String?
    }

    /// A minute takes a second, and the five minutes between two listings take five.
    static let scale = 60
    /// A name that makes no seller: another one has it already in small letters.
    static let misspelt = "prod/two/NA/S2"
    private static let applications = ["one", "two"]
    private static let operation = "sellers.getMarketplaceParticipations"

    let sellers: [Seller]
    let clock: [String]
    let scene: Scene
    let aws: LocalAWS

    /// Sets everything up, plays the story, and takes everything down.
    static func play(_ body: (FoundSellersStory) async throws -> Void) async throws {
        try await Workplace.open { workplace in
            let clock = SceneWorld.clock(scale)
            let places = [("NA", "US"), ("EU", "DE"), ("FE", "JP")]
            let sellers = (1...500).map { number in
                let (region, country) = places[number % 3]
                return Seller(
                    id: "s\(number)", application: applications[number % 2], region: region, country: country)
            }
            try workplace.write("world.yaml", world(sellers))
            let sandbox = try workplace.start(["sandbox", "--json", "--world", "world.yaml"] + clock)
            let aws = try await LocalAWS.start(in: workplace)
            let line = try await sandbox.line(holding: "\"control\"")
            let place = try JSONDecoder().decode(SandboxPlace.self, from: Data(line.utf8))
            try await aws.create(
                sellers.map { ($0.secret, value(of: $0.refreshToken)) } + [(misspelt, value(of: "Atzr|planted-nobody"))]
                    + applications.map {
                        ("app/\($0)", #"{"clientId": "\#(clientID($0))", "clientSecret": "planted client \#($0)"}"#)
                    })
            try workplace.write("spworker.yaml", configuration(place))
            try workplace.write("secrets/token.key", SceneWorld.tokenKey() + "\n", mode: 0o600)
            let scene = Scene(workplace: workplace, world: SceneWorld(), sandbox: place, queue: workplace.queue())
            try await body(FoundSellersStory(sellers: sellers, clock: clock, scene: scene, aws: aws))
        }
    }

    private init(sellers: [Seller], clock: [String], scene: Scene, aws: LocalAWS) {
        self.sellers = sellers
        self.clock = clock
        self.scene = scene
        self.aws = aws
    }

    // MARK: Files

    private static func clientID(_ application: String) -> String { "amzn1.application-oa2-client.\(application)" }

    private static func value(of refreshToken: String) -> String {
        "{\"refreshToken\": \(SceneWorld.quoted(refreshToken))}"
    }

    private static func world(_ sellers: [Seller]) -> String {
        let lines =
            ["accessTokenLifetime: 12h", "usagePlans: {\"*\": {scale: 200}}", "applications:"]
            + applications.map {
                "  - {id: \($0), clientId: \(clientID($0)), clientSecrets: [\"planted client \($0)\"]}"
            } + ["sellers:"]
            + sellers.map {
                "  - {id: \($0.id), application: \($0.application), region: \($0.region), orders: 1, "
                    + "refreshTokens: [\(SceneWorld.quoted($0.refreshToken))], marketplaces: [\($0.country)]}"
            }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func configuration(_ sandbox: SandboxPlace) -> String {
        var lines = [
            "database: sqlite:spworker.db", "output: {minFree: 1MB}",
            // What is real time elsewhere: no heartbeat is to be mistaken for late.
            "worker: {lease: 30m}", "tokens: {store: true, keys: [\"file:secrets/token.key\"]}", "endpoints:",
            "  lwa: \(sandbox.lwa)",
        ]
        lines += sandbox.endpoints.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
        lines.append("applications:")
        lines += applications.flatMap {
            [
                "  - id: \($0)", "    clientId: \"aws-sm:app/\($0)#clientId\"",
                "    clientSecret: \"aws-sm:app/\($0)#clientSecret\"", "    usagePlans: {\"*\": {scale: 200}}",
            ]
        }
        lines.append("sellerTemplates:")
        lines += applications.flatMap {
            [
                "  - ids: {awsSecretsPrefix: prod/}", "    application: \($0)",
                "    refreshToken: \"aws-sm:prod/\($0)/{region}/{seller}#refreshToken\"",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: The program

    /// Runs a command by the story's clock.
    func run(_ words: String...) async throws -> Program.Ended {
        try await scene.workplace.start(words + clock, environment: aws.environment).end()
    }

    /// Starts a worker by the story's clock, and waits until it works.
    func startWorker() async throws -> Program {
        let worker = try scene.workplace.start(["run", "--log-format", "json"] + clock, environment: aws.environment)
        _ = try await worker.line(holding: "The worker starts.")
        return worker
    }

    /// Puts in a job of everybody. Returns what went wrong.
    func enqueueForAll() async throws -> String? {
        let lines = sellers.map { #"{"seller": "\#($0.id)", "operation": "\#(Self.operation)"}"# + "\n" }
        try scene.workplace.write("jobs.ndjson", lines.joined())
        let end = try await run("enqueue", "--file", "jobs.ndjson")
        return end.code == 0 ? nil : end.errors
    }

    /// Puts in a job of one seller, which may run after `delay`. Returns how that went.
    @discardableResult
    func enqueue(_ seller: Seller, delay: String = "0s") async throws -> Program.Ended {
        try await run("enqueue", "request", Self.operation, "--seller", seller.id, "--delay", delay)
    }

    /// How many access tokens are stored.
    func storedTokens() async throws -> Int {
        struct List: Decodable { let stored: Int }
        return try await run("tokens", "list", "--json").json(List.self).stored
    }

    /// What `sellers list --json` tells of a seller.
    func listed(_ seller: Seller) async throws -> Listed? {
        struct List: Decodable { let sellers: [Listed] }
        return try await run("sellers", "list", "--json").json(List.self).sellers.first { $0.seller == seller.id }
    }

    func events() async throws -> [Event] {
        struct List: Decodable { let events: [Event] }
        return try await run("events", "--limit", "10000", "--json").json(List.self).events
    }

    // MARK: What happens

    /// Gives a seller another refresh token, at Amazon and in AWS. The one before works no more.
    func replaceToken(of seller: Seller) async throws {
        let token = "Atzr|planted-new-\(seller.id)"
        try await scene.steer("restore", "{\"seller\": \"\(seller.id)\", \"refreshToken\": \"\(token)\"}")
        try await aws.replace(seller.secret, with: Self.value(of: token))
    }
}
