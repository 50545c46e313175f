import Foundation

/// Two hundred sellers of one application in accelerated time: some leave, one never belonged to it, and Amazon has its
/// troubles meanwhile.
struct RevocationStory {
    /// A seller as `sellers list --json` tells it.
    struct Seller: Decodable {
        struct Failure: Decodable {
            let kind: String
            let message: String
        }
        let seller: String
        let state: String
        let waiting: Int
        let error: Failure?
    }

    /// What `events --json` tells.
    struct Event: Decodable {
        struct Failure: Decodable {
            let kind: String
        }
        let kind: String
        let seller: String?
        let error: Failure?
        let fingerprintBefore: String?
        let fingerprintAfter: String?
    }

    /// What a hook is told, as far as it is looked at here.
    struct Notice: Decodable {
        let hook: String
        let seller: String?
    }

    /// A minute takes a second.
    static let scale = 60
    static let jobs = 20_000
    /// Jobs of each seller that leaves or never worked: few, for what is left of them is done last, at the plan's rate.
    static let fewJobs = 40
    static let newSecret = "planted second client/secret"

    /// Who leaves.
    let revoked = ["seller20", "seller60", "seller100", "seller140", "seller180"]
    /// Whose token was given to another application.
    let misconfigured = "seller200"
    let world: SceneWorld
    private let begin: Date

    /// - Parameter port: Where the hooks are told.
    init(port: UInt16) {
        var world = SceneWorld(sellers: 200)
        world.sellers[199].isForeign = true
        // Tokens run out in every trouble, and jobs are left for the whole of an hour.
        world.tokenLifetime = "6m"
        world.plans = "{sellers.getMarketplaceParticipations: {rate: 0.05, burst: 5}}"
        let hooks = [
            "onRevoked", "onRestored", "onMisconfigured", "onApplicationStopped", "onJobFailed", "onQuarantined",
        ]
        world.settings = [
            // What is real time elsewhere: neither a heartbeat nor silence is to be mistaken for more than it is.
            "worker: {lease: 30m}", "http: {requestTimeout: 3s}",
            "hooks: {" + hooks.map { "\($0): [{post: \"http://127.0.0.1:\(port)/\"}]" }.joined(separator: ", ") + "}",
        ]
        world.clock = SceneWorld.clock(Self.scale)
        self.world = world
        begin = Date()
    }

    var outsiders: [String] { revoked + [misconfigured] }

    var others: [String] {
        let outsiders = Set(outsiders)
        return world.sellers.map(\.id).filter { !outsiders.contains($0) }
    }

    /// A condition on `job_status`: jobs of these sellers.
    static func belongs(to sellers: [String]) -> String {
        "seller IN (\(sellers.map { "'\($0)'" }.joined(separator: ", ")))"
    }

    // MARK: Time

    /// Minutes of the story so far.
    var minutes: Double { Date().timeIntervalSince(begin) * Double(Self.scale) / 60 }

    /// Waits until the story has come so far.
    func reach(_ minute: Double) async throws {
        try await eventually("minute \(minute) comes", looks: 15_000) { minutes >= minute }
    }

    /// Looks once a minute of the story until the condition holds.
    func wait(until what: String, _ condition: () async throws -> Bool) async throws {
        try await eventually(
            what, looks: 150,
            holds: {
                if try await condition() { return true }
                try await reach(minutes + 1)
                return false
            })
    }

    // MARK: The program

    /// Runs a command by the story's clock.
    func run(_ scene: Scene, _ words: String...) async throws -> Program.Ended {
        try await scene.workplace.start(words + world.clock).end()
    }

    /// Starts a worker by the story's clock, and waits until it works.
    func startWorker(_ scene: Scene) async throws -> Program {
        let worker = try scene.workplace.start(["run", "--log-format", "json"] + world.clock)
        _ = try await worker.line(holding: "The worker starts.")
        return worker
    }

    /// Puts `count` jobs in, one for each of the sellers after the other. Returns what went wrong.
    func enqueue(_ scene: Scene, _ count: Int, of sellers: [String]) async throws -> String? {
        let lines = (0..<count).map {
            #"{"seller": "\#(sellers[$0 % sellers.count])", "operation": "sellers.getMarketplaceParticipations"}"#
                + "\n"
        }
        try scene.workplace.write("jobs.ndjson", lines.joined())
        let end = try await run(scene, "enqueue", "--file", "jobs.ndjson")
        return end.code == 0 ? nil : end.errors
    }

    func sellers(_ scene: Scene) async throws -> [Seller] {
        struct List: Decodable { let sellers: [Seller] }
        return try await run(scene, "sellers", "list", "--json").json(List.self).sellers
    }

    func events(_ scene: Scene) async throws -> [Event] {
        struct List: Decodable { let events: [Event] }
        return try await run(scene, "events", "--limit", "10000", "--json").json(List.self).events
    }

    func applicationState(_ scene: Scene) async throws -> String? {
        struct Application: Decodable { let state: String }
        struct List: Decodable { let applications: [Application] }
        return try await run(scene, "applications", "list", "--json").json(List.self).applications.first?.state
    }

    func pendingNotices(_ scene: Scene) async throws -> Int {
        struct Pending: Decodable { let pending: Int }
        return try await run(scene, "hooks", "list", "--json").json(Pending.self).pending
    }

    // MARK: Trouble

    /// Lets the token exchange fail for some minutes from now on, in these ways one after the other.
    func spoilLogin(_ scene: Scene, _ ways: [(kind: String, minutes: Int)]) async throws {
        var second = Int(try await scene.ledger().elapsed)
        for way in ways {
            let end = second + way.minutes * 60
            let times = #""from": "\#(second)s", "until": "\#(end)s""#
            try await scene.steer("fault", #"{"match": {"operation": "lwa"}, "kind": "\#(way.kind)", \#(times)}"#)
            second = end
        }
    }

    /// Lets the application have these client secrets.
    func setSecrets(_ scene: Scene, _ secrets: [String]) async throws {
        let list = secrets.map(SceneWorld.quoted).joined(separator: ", ")
        try await scene.steer("secret", "{\"application\": \"main\", \"clientSecrets\": [\(list)]}")
    }
}
