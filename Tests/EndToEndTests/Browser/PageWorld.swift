import Foundation

/// An installation in which everything has happened that pages tell of: jobs in every state, a seller that has left, one
/// that is paused, a lane that Amazon blocks, rows that were refused, definitions that fire and one that cannot.
struct PageWorld {
    /// A job of each sort.
    struct Jobs {
        /// Nobody knows whether its call took effect.
        let quarantined = 1
        /// Both are due in hours.
        let scheduled = [2, 3]
        /// Amazon refused their calls, and would not refuse them now.
        let failed = [4, 5]
    }

    static let operatorToken = "operators-0123456789-abcdef"
    static let readerToken = "readers-0123456789-abcdef"
    /// A name as long as they come.
    static let long = "the-northern-lights-trading-company-of-longyearbyen-limited"
    private static let get = "sellers.getMarketplaceParticipations"
    private static let item = "catalogItems.getCatalogItem"

    private static let definitions = [
        "orders": """
        name: orders
        every: 6h
        sellers: all
        job:
          operation: orders.searchOrders
          params: {lastUpdatedAfter: "{cursor}", lastUpdatedBefore: "{now-2m}", marketplaceIds: "{marketplaces}"}
          output: "orders/{job}.json"
        cursor: {field: lastUpdatedBefore, start: "{now-1h}"}
        """,
        "participations": """
        name: participations
        schedule: "30 2 * * *"
        timezone: marketplace
        job: {operation: sellers.getMarketplaceParticipations}
        """,
        "broken": """
        name: broken
        every: 1h
        job: {operation: sellers.getMarketplaceParticipation}
        """,
    ]

    let scene: Scene
    /// Where the pages are.
    let site: URL
    let worker: Program
    let jobs = Jobs()

    /// Makes such an installation with a worker and its pages, plays in it, and takes everything down.
    static func play(_ body: (PageWorld) async throws -> Void) async throws {
        var world = SceneWorld()
        world.sellers = ["acme", "bolt", "dune"].map { SceneWorld.Seller($0) }
        world.sellers.append(SceneWorld.Seller("crux", isRevoked: true))
        var far = SceneWorld.Seller(long)
        (far.region, far.country) = ("NA", "US")
        world.sellers.append(far)
        world.plans = #"{"*": {scale: 200}, "orders.searchOrders": {rate: 0.5, burst: 3}}"#
        world.faults = [
            #"{match: {operation: \#(item)}, kind: "400", times: 2}"#,
            #"{match: {operation: orders.searchOrders, seller: bolt}, kind: "429"}"#,
        ]
        world.settings = [
            "dashboard: {listen: \"127.0.0.1:0\", token: \"file:secrets/operators.token\", "
                + "readToken: \"file:secrets/readers.token\"}"
        ]
        try await Scene.play(world) { scene in
            for (name, token) in [("operators", operatorToken), ("readers", readerToken)] {
                try scene.workplace.write("secrets/\(name).token", token + "\n", mode: 0o600)
            }
            for (name, text) in definitions { try scene.workplace.write("jobs/\(name).yaml", text + "\n") }
            try await fill(scene)
            let worker = try await scene.startWorker()
            let line = try await worker.line(holding: "The dashboard is there.")
            struct Line: Decodable { let address: String }
            guard
                let site = URL(
                    string: try JSONDecoder().decode(Line.self, from: Data(line.utf8)).address)
            else { throw URLError(.badURL) }
            let place = PageWorld(scene: scene, site: site, worker: worker)
            try await place.settle()
            try await body(place)
        }
    }

    /// Puts in what the worker will find.
    private static func fill(_ scene: Scene) async throws {
        func run(_ words: [String], _ environment: [String: String] = [:], expecting code: Int32 = 0) async throws {
            let end = try await scene.workplace.start(words, environment: environment).end()
            guard end.code == code else {
                throw NeverHappened(description: "'\(words.joined(separator: " "))' ends with \(code): \(end.errors)")
            }
        }
        try await run(["migrate", "up"])
        try scene.workplace.write("body.json", #"{"templateId": "template-1"}"#)
        try await run(["enqueue", "request", CrashLoad.post, "--seller", "acme", "--body", "body.json"])
        // The process dies in the midst of the call.
        try await run(
            ["run", "--drain", "--concurrency", "1"], ["SPWORKER_CRASH_AT": "doubtBegun"], expecting: 128 + SIGKILL)
        try await run(["sellers", "pause", "dune", "--reason", #"stock <b>count</b> & "more""#])
        for _ in 0..<2 { try await run(["enqueue", "request", get, "--seller", "acme", "--delay", "6h"]) }
        for asin in ["B00551Q3CS", "B00551Q3CT"] {
            try await run([
                "enqueue", "request", item, "--seller", "acme", "--param", "asin=\(asin)", "--param",
                "marketplaceIds=DE",
            ])
        }
        try await run(["schedules", "run", "orders"])
        try await scene.queue.insert(sellers: ["acme", "crux", "dune", long], each: 2)
        try await scene.queue.execute(
            "INSERT INTO inbox (seller, operation) VALUES ('acme', 'no.such'), ('nobody', '\(get)')")
    }

    /// Waits until all has happened.
    private func settle() async throws {
        try await scene.waitForJobs(1, "state = 'quarantined'")
        try await scene.waitForJobs(2, "state = 'failed'")
        // Two of acme's and two of the far seller's, and what the definition did for both.
        try await scene.waitForJobs(6, "state = 'succeeded'")
        try await scene.waitForJobs(3, "label = 'parked'")
        try await scene.waitForSeller("crux", "revoked")
        try await eventually("a row is refused") {
            try await scene.queue.inbox().filter { $0.status == "rejected" }.count == 2
        }
    }

    /// Logs in as `name` with a token.
    func logIn(_ browser: Browser, _ token: String = operatorToken, as name: String = "lena") async throws {
        try await browser.visit("/login")
        try await browser.type(token, into: "input[name=token]")
        try await browser.type(name, into: "input[name=name]")
        try await browser.click("main form button[type=submit]")
    }
}
