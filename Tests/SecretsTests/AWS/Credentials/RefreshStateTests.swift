import Secrets
import Testing

@Suite("When AWS keys are renewed")
struct RefreshStateTests {
    private static let second: Int64 = 1_000_000
    private static let minute: Int64 = 60 * second
    private let failure = SecretError(.unavailable, reference: nil, message: "no", cure: "wait")

    @Test("keys of an hour are handed out, renewed beside from 15 minutes on, and waited for from 10 minutes on")
    func windows() {
        let keys = Self.keys("A", end: 60)
        var state = Self.state(keys)
        #expect(state.ask(now: 45 * Self.minute - 1) == .use(keys, startsFetch: false))
        #expect(state.ask(now: 45 * Self.minute) == .use(keys, startsFetch: true))
        #expect(state.ask(now: 46 * Self.minute) == .use(keys, startsFetch: false))
        #expect(state.ask(now: 50 * Self.minute - 1) == .use(keys, startsFetch: false))
        #expect(state.ask(now: 50 * Self.minute) == .wait(startsFetch: false))
        let newer = Self.keys("B", end: 110)
        #expect(state.fetched(newer, now: 50 * Self.minute) == .success(newer))
        #expect(state.ask(now: 50 * Self.minute) == .use(newer, startsFetch: false))
    }

    @Test("keys without an end are never renewed")
    func lasting() {
        let keys = Self.keys("A", end: nil)
        var state = Self.state(keys)
        #expect(state.ask(now: 1_000_000 * Self.minute) == .use(keys, startsFetch: false))
    }

    @Test("keys that live shortly have shorter windows, so that they are used before they are renewed")
    func short() {
        let keys = Self.keys("A", end: 12)
        var state = Self.state(keys)
        #expect(state.ask(now: 9 * Self.minute - 1) == .use(keys, startsFetch: false))
        #expect(state.ask(now: 9 * Self.minute) == .use(keys, startsFetch: true))
        #expect(state.ask(now: 10 * Self.minute) == .wait(startsFetch: false))
    }

    @Test("a failed renewal is tolerated as long as the old keys live, and tried again after a pause")
    func tolerated() {
        let keys = Self.keys("A", end: 60)
        var state = Self.state(keys)
        let early = 46 * Self.minute
        #expect(state.ask(now: early) == .use(keys, startsFetch: true))
        #expect(state.failed(failure, now: early) == .success(keys))
        #expect(state.ask(now: early + 59 * Self.second) == .use(keys, startsFetch: false))
        #expect(state.ask(now: early + 60 * Self.second) == .use(keys, startsFetch: true))
        _ = state.failed(failure, now: early + 60 * Self.second)

        let late = 55 * Self.minute
        #expect(state.ask(now: late) == .wait(startsFetch: true))
        #expect(state.failed(failure, now: late) == .success(keys))
        #expect(state.ask(now: late + 9 * Self.second) == .use(keys, startsFetch: false))
        #expect(state.ask(now: late + 10 * Self.second) == .wait(startsFetch: true))
        #expect(state.failed(failure, now: 60 * Self.minute) == .failure(failure))
    }

    @Test("without keys whoever asks waits for the one fetch, and a failure is told for five seconds")
    func bare() {
        var state = RefreshState()
        #expect(state.ask(now: 0) == .wait(startsFetch: true))
        #expect(state.ask(now: 0) == .wait(startsFetch: false))
        #expect(state.failed(failure, now: 0) == .failure(failure))
        #expect(state.ask(now: 5 * Self.second - 1) == .fail(failure))
        #expect(state.ask(now: 5 * Self.second) == .wait(startsFetch: true))
        let keys = Self.keys("A", end: 60)
        #expect(state.fetched(keys, now: 5 * Self.second) == .success(keys))
    }

    @Test("keys that have ended already are a failure")
    func endedAlready() throws {
        var state = RefreshState()
        _ = state.ask(now: 0)
        let outcome = state.fetched(Self.keys("A", end: 10), now: 10 * Self.minute)
        let error = #expect(throws: SecretError.self) { try outcome.get() }
        #expect(error?.message == "the AWS keys from test have ended already")
        #expect(error?.description.contains("planted") == false)
    }

    @Test("keys that AWS refuses are fetched anew, at most once a minute")
    func refused() {
        let keys = Self.keys("A", end: nil)
        var state = Self.state(keys)
        state.refused(keys, now: 59 * Self.second)
        #expect(state.ask(now: 59 * Self.second) == .use(keys, startsFetch: false))
        state.refused(Self.keys("B", end: nil), now: 2 * Self.minute)
        #expect(state.ask(now: 2 * Self.minute) == .use(keys, startsFetch: false))
        state.refused(keys, now: 2 * Self.minute)
        #expect(state.ask(now: 2 * Self.minute) == .wait(startsFetch: true))
    }

    /// A state that got `keys` at the time 0.
    private static func state(_ keys: AWSCredentials) -> RefreshState {
        var state = RefreshState()
        _ = state.ask(now: 0)
        _ = state.fetched(keys, now: 0)
        return state
    }

    private static func keys(_ id: String, end minutes: Int64?) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: id, secretAccessKey: Secret("planted"), expiresAt: minutes.map { $0 * minute }, source: "test")
    }
}
