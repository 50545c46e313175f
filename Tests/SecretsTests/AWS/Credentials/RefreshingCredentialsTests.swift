import JobStoreTesting
import Secrets
import Synchronization
import Testing

@Suite("Keeping AWS keys")
struct RefreshingCredentialsTests {
    @Test("makes one fetch for all who wait")
    func singleFlight() async throws {
        let source = GatedSource()
        let keeper = RefreshingCredentials(source, timekeeper: VirtualTimekeeper())
        try await withThrowingTaskGroup(of: AWSCredentials.self) { group in
            for _ in 0..<20 { group.addTask { try await keeper.credentials() } }
            await source.open()
            for try await keys in group { #expect(keys.accessKeyID == "KEY1") }
        }
        #expect(await source.count == 1)
        #expect(try await keeper.credentials().accessKeyID == "KEY1")
        #expect(await source.count == 1)
    }

    @Test("hands out the old keys while newer ones are fetched beside")
    func beside() async throws {
        let timekeeper = VirtualTimekeeper()
        let source = GatedSource(life: .seconds(3600), timekeeper: timekeeper)
        let keeper = RefreshingCredentials(source, timekeeper: timekeeper)
        await source.open()
        _ = try await keeper.credentials()
        await source.close()
        timekeeper.advance(by: .seconds(46 * 60))
        // The fetch hangs, and nobody waits for it.
        #expect(try await keeper.credentials().accessKeyID == "KEY1")
        await source.open()
        timekeeper.advance(by: .seconds(5 * 60))
        // From ten minutes before the end on, whoever asks waits for it.
        #expect(try await keeper.credentials().accessKeyID == "KEY2")
        #expect(await source.count == 2)
    }

    @Test("fetches again when AWS refuses keys that are no longer new, and passes the refusal on")
    func refused() async throws {
        let timekeeper = VirtualTimekeeper()
        let source = GatedSource()
        let keeper = RefreshingCredentials(source, timekeeper: timekeeper)
        await source.open()
        let keys = try await keeper.credentials()
        timekeeper.advance(by: .seconds(120))
        await keeper.refused(keys)
        #expect(try await keeper.credentials().accessKeyID == "KEY2")
        #expect(await source.refusals == ["KEY1"])
    }

    @Test("teaches the redactor the secret and the token")
    func redaction() async throws {
        let redactor = Redactor()
        let machine = FakeMachine([
            "AWS_ACCESS_KEY_ID": "KEY", "AWS_SECRET_ACCESS_KEY": "planted-secret", "AWS_SESSION_TOKEN": "planted-token",
        ])
        _ = try await AWSIdentity(machine.surroundings, redactor: redactor).credentials.credentials()
        #expect(redactor.redact("planted-secret, planted-token") == "<redacted>, <redacted>")
    }
}

/// A source that answers when it is open, with other keys each time.
private actor GatedSource: AWSCredentialSource {
    private let life: Duration?
    private let timekeeper: VirtualTimekeeper
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private(set) var count = 0
    private(set) var refusals: [String] = []

    init(life: Duration? = nil, timekeeper: VirtualTimekeeper = VirtualTimekeeper()) {
        self.life = life
        self.timekeeper = timekeeper
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func close() {
        isOpen = false
    }

    func credentials() async throws(SecretError) -> AWSCredentials {
        count += 1
        let number = count
        if !isOpen { await withCheckedContinuation { waiting.append($0) } }
        let end = life.map { timekeeper.wallMicroseconds() + $0.components.seconds * 1_000_000 }
        return AWSCredentials(
            accessKeyID: "KEY\(number)", secretAccessKey: Secret("planted"), expiresAt: end, source: "test")
    }

    func refused(_ credentials: AWSCredentials) async {
        refusals.append(credentials.accessKeyID)
    }
}
