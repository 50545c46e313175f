import JobModel
import JobStore
import JobStoreTesting
import Logging
import Ports
import Secrets
import Testing

@testable import SellerJobs

/// A store that notes events, and a delivery of the notices, on a clock that a test moves.
struct HookBench {
    struct Stuck: Error {}

    let clock: VirtualTimekeeper
    let lines = Diary<String>()
    let vault = Vault()
    let redactor = Redactor()
    let targets: HookTargets
    let store: MemoryJobStore
    let transport: ScriptedTransport
    let sender: HookSender
    private let turns = OneAfterAnother()
    private let underway = Underway()

    /// - Parameters:
    ///   - targets: Who is told of what.
    ///   - folder: Where programs run.
    ///   - postLimit: How long an answer may take.
    ///   - answer: Answers what is posted: 200 unless told otherwise.
    init(
        _ targets: [Hook: [HookTarget]], clock: VirtualTimekeeper = VirtualTimekeeper(), folder: String = "/",
        postLimit: Duration = .seconds(10),
        _ answer: @escaping ScriptedTransport.Answer = { _ in HTTPResponse(status: 200) }
    ) {
        self.clock = clock
        self.targets = HookTargets(targets)
        store = MemoryJobStore(rules: QueueRules(hooks: self.targets.plan)) {
            Timestamp(microseconds: clock.wallMicroseconds())
        }
        let underway = underway
        transport = ScriptedTransport { request in try await underway.during { try await answer(request) } }
        vault["KEY"] = "planted key"
        var limits = HookSender.Limits()
        limits.post = postLimit
        sender = HookSender(
            transport: transport,
            secrets: CredentialCache(
                resolver: SecretResolver(providers: [vault], redactor: redactor), timekeeper: clock,
                random: SeededRandom(seed: 4), logger: Logger(label: "test")), redactor: redactor,
            program: HookProgram(
                directory: folder, environment: ["PATH": "/usr/bin:/bin", "HOME": "/home/x", "TOKEN": "planted token"]),
            timekeeper: clock, limits: limits, userAgent: "spworker/test")
    }

    /// A target at a host, signed with `env:KEY`.
    static func post(_ host: String) throws -> HookTarget {
        HookTarget(.post(.url(try HookURL("https://\(host)/planted-path")), secret: .environment("KEY")))
    }

    var now: Timestamp { Timestamp(microseconds: clock.wallMicroseconds()) }

    /// Revokes sellers, an event each.
    func revoke(_ sellers: String...) async throws {
        for seller in sellers {
            try await store.change(
                AuthorizationChange(
                    key: AuthorizationKey(application: "main", seller: seller, region: "EU"), state: .revoked,
                    failure: JobFailure(kind: "invalid_grant", message: "The grant is gone.", requestID: "r-1")))
        }
    }

    /// The oldest notice.
    func notice() async throws -> NoticeRow { try #require(await store.notices(limit: 1).first) }

    var logger: Logger {
        let lines = lines
        return Logger(label: "test") { _ in CapturingLog(lines: lines) }
    }

    func delivery(over other: (any JobStore)? = nil) -> HookDelivery {
        HookDelivery(
            targets: targets, store: other ?? store, sender: sender, timekeeper: clock, random: SeededRandom(seed: 7),
            logger: logger)
    }

    /// Delivers while `body` looks on.
    func deliver(over other: (any JobStore)? = nil, _ body: () async throws -> Void) async throws {
        let delivery = delivery(over: other)
        try await run(delivery) {
            try await body()
            return true
        }
    }

    /// Runs a delivery while `body` looks on, which says whether to break it off then; otherwise it is to end by itself.
    func run(_ delivery: HookDelivery, _ body: () async throws -> Bool) async throws {
        // Both in turn on one thread: what the machine does meanwhile decides nothing.
        try await withTaskExecutorPreference(turns) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await delivery.run() }
                if try await body() { group.cancelAll() }
                try await group.waitForAll()
            }
        }
    }

    /// Moves the clock until `condition` holds, each time after the delivery has come to rest.
    func drive(
        step: Duration = .milliseconds(100), steps: Int = 40_000, until condition: () async throws -> Bool
    ) async throws {
        for _ in 0..<steps {
            // What shows at once takes fewer turns than these; a secret that is read elsewhere may take more.
            var (restful, turns) = (0, 0)
            while restful < 40, turns < 1_000_000 {
                if try await condition() { return }
                await Task.yield()
                restful = isAtRest ? restful + 1 : 0
                turns += 1
            }
            clock.advance(by: step)
        }
        Issue.record("What the test waits for never came.")
        throw Stuck()
    }

    /// Whether nobody but the clock is waited for: the next look sleeps, and for each request that has no answer its
    /// limit and whoever is to answer it.
    private var isAtRest: Bool { clock.sleeperCount == 1 + 2 * underway.count }

    /// Moves the clock until nothing is left to deliver.
    func driveToEnd(step: Duration = .milliseconds(100)) async throws {
        try await drive(step: step) { await store.noticeCount() == 0 }
    }

    /// Moves the clock until a line of the log holds the text.
    func drive(toLine text: String) async throws {
        try await drive { lines.entries.contains { $0.contains(text) } }
    }
}
