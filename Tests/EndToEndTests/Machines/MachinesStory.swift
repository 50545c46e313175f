import Foundation
import Testing

/// Many sellers and several workers on one PostgreSQL server, in accelerated time and with Amazon's own usage plans.
struct MachinesStory {
    /// A worker that runs.
    struct Machine {
        let program: Program
        /// By which the others know it.
        let id: String

        /// How many runs it says it has lost to others.
        var lostRuns: Int {
            program.errors.split(separator: "\n").count { $0.contains("The job was taken over while it ran") }
        }
    }

    /// Its plan allows for 15 at once, and then for one a minute.
    static let get = "sellers.getMarketplaceParticipations@v1"
    static let list = "orders.getOrders@v0"
    /// Must not be repeated.
    static let post = "appIntegrations.createNotification@2024-04-01"

    /// Twenty minutes take a minute.
    static let scale = 20
    /// Sellers with so many jobs of one lane that the usage plan decides when they are done.
    static let busySellers = 20

    let jobs: Int
    let world: SceneWorld

    /// - Parameter jobs: How many jobs there are, over all sellers.
    init(sellers: Int, jobs: Int) {
        self.jobs = jobs
        var world = SceneWorld(sellers: sellers)
        world.plans = "{}"
        world.latency = "2s"
        // Longer than the story takes on a slow machine: no token is renewed.
        world.tokenLifetime = "6h"
        world.tokenKey = SceneWorld.tokenKey()
        world.settings = [
            // Ten seconds of real time: twice as long as a worker that stalls can hold the others up.
            "worker: {lease: \(10 * Self.scale)s, concurrency: 16}", "http: {requestTimeout: 5s}",
        ]
        world.clock = SceneWorld.clock(Self.scale)
        self.world = world
    }

    /// How many of the jobs must not be repeated.
    var posts: Int { (0..<jobs).count { operation($0) == Self.post } }

    /// Whether all jobs of a lane can be had without waiting is the plan's to say, so they come in turns.
    private func operation(_ number: Int) -> String {
        let (round, seller) = number.quotientAndRemainder(dividingBy: world.sellers.count)
        if round % 3 == 0 { return Self.post }
        return round % 3 == 1 || seller < Self.busySellers && round % 2 == 0 ? Self.get : Self.list
    }

    /// The jobs as `enqueue --file` reads them.
    var lines: [String] {
        (0..<jobs).map { number in
            let operation = operation(number)
            let more =
                switch operation {
                // No two bodies are the same: the sandbox would take the second for a repetition of the first.
                case Self.post: #", "body": {"templateId": "template-\#(number)"}"#
                case Self.list:
                    #", "params": {"MarketplaceIds": ["DE"], "CreatedAfter": "2020-01-01T00:00:00Z"}"#
                default: ""
                }
            let seller = world.sellers[number % world.sellers.count].id
            return #"{"seller": "\#(seller)", "operation": "\#(operation)"\#(more)}"#
        }
    }

    // MARK: Workers

    /// Starts workers, and waits until all of them work.
    ///
    /// - Parameter configuration: Their configuration's file.
    func startWorkers(_ count: Int, _ scene: Scene, configuration: String = "spworker.yaml") async throws -> [Machine] {
        struct Line: Decodable { let worker: String }
        let programs = try (0..<count).map { _ in
            try scene.workplace.start(
                ["run", "--config", configuration, "--log-format", "json"] + world.clock)
        }
        var machines: [Machine] = []
        for program in programs {
            let line = try await program.line(holding: "The worker starts.")
            let id = try JSONDecoder().decode(Line.self, from: Data(line.utf8)).worker
            machines.append(Machine(program: program, id: id))
        }
        return machines
    }

    /// Stops workers in good order.
    func stop(_ machines: [Machine]) async throws {
        for machine in machines { machine.program.send(SIGTERM) }
        for machine in machines {
            let end = try await machine.program.end()
            #expect(end.code == 0, "\(end.errors.suffix(1000))")
        }
    }

    // MARK: Waiting

    /// Waits until this share of the jobs is done.
    func reach(_ share: Double, _ queue: QueueServer) async throws {
        try await wait("\(Int(share * 100)) % of the jobs are done") {
            try await queue.count("state NOT IN ('waiting', 'running')") >= Int(share * Double(jobs))
        }
    }

    /// Waits until the others have taken over what a worker had, because its lease has passed.
    func untilBuried(_ machine: Machine, _ queue: QueueServer) async throws {
        try await wait("the others take over") {
            try await queue.execute("SELECT count(*) FROM worker WHERE id = '\(machine.id)'") == "0"
        }
    }

    private func wait(_ what: String, until condition: () async throws -> Bool) async throws {
        // Each look at the server costs a program's start.
        try await eventually(what, looks: 600, pause: .milliseconds(300), holds: condition)
    }

    // MARK: In the end

    /// Checks that nothing is lost and nothing done twice that must not be, and that usage plans and exchanges hold.
    ///
    /// - Parameters:
    ///   - interrupted: So many runs may have been cut off at most, all told.
    ///   - forgetful: Whether what the database had not yet on its disk may have been lost with it.
    func expectOrder(
        _ scene: Scene, _ queue: QueueServer, interrupted: Int, forgetful: Bool = false
    ) async throws -> SandboxLedger {
        let succeeded = try await queue.count("state = 'succeeded'")
        let doubtful = try await queue.count("state = 'quarantined' AND error_kind = 'doubtful'")
        let others = try await others(queue)
        #expect(succeeded + doubtful == jobs && others.isEmpty, "the others are \(others)")
        #expect(doubtful <= interrupted)
        #expect(try await queue.count("state = 'quarantined' AND operation <> '\(Self.post)'") == 0)

        let ledger = try await scene.ledger()
        #expect(ledger.throttles.count == 0, "each 429 could have been avoided")
        #expect(ledger.complaints.count == 0)
        // As no two bodies are the same, this is a call that was made twice.
        #expect(ledger.effects.repeated == 0)
        let posted = posts - doubtful
        #expect((posted...posts).contains(ledger.effects.count))
        let effects = try await queue.execute(
            """
            SELECT count(DISTINCT result_inline::json->>'effectId') FROM job_status
            WHERE state = 'succeeded' AND operation = '\(Self.post)'
            """)
        #expect(effects == String(posted), "each has had an effect of its own")

        #expect(Set(ledger.exchanges.map(\.seller)).count == world.sellers.count)
        if forgetful {
            #expect(ledger.exchanges() <= world.sellers.count * 11 / 10)
        } else {
            let odd = ledger.exchanges.filter { $0.count != 1 || $0.result != "ok" }
            #expect(odd.isEmpty, "\(odd)")
        }
        return ledger
    }

    private func others(_ queue: QueueServer) async throws -> String {
        try await queue.execute(
            """
            SELECT state, error_kind, operation, count(*) FROM job_status
            WHERE NOT (state = 'succeeded' OR state = 'quarantined' AND error_kind = 'doubtful') GROUP BY 1, 2, 3
            """)
    }
}
