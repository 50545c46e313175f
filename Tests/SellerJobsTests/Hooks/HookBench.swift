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
        transport = ScriptedTransport(answer)
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
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await delivery.run() }
            try await body()
            group.cancelAll()
        }
    }

    /// Moves the clock until `condition` holds.
    func drive(
        step: Duration = .milliseconds(100), steps: Int = 40_000, until condition: () async throws -> Bool
    ) async throws {
        for _ in 0..<steps {
            // Everybody who was woken gets a turn before time goes on.
            for _ in 0..<100 {
                if try await condition() { return }
                await Task.yield()
            }
            clock.advance(by: step)
        }
        Issue.record("What the test waits for never came.")
        throw Stuck()
    }

    /// Moves the clock until nothing is left to deliver.
    func driveToEnd(step: Duration = .milliseconds(100)) async throws {
        try await drive(step: step) { await store.noticeCount() == 0 }
    }

    /// Moves the clock until a line of the log holds the text.
    func drive(toLine text: String) async throws {
        try await drive { lines.entries.contains { $0.contains(text) } }
    }
}
