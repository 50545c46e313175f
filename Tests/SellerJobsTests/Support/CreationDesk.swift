import JobModel
import JobStoreTesting
import OperationCatalogue
import Ports
import Synchronization

/// Creates things and lists them, as Amazon does with reports and feeds; a test says what becomes of the calls'
/// answers.
final class CreationDesk: Sendable {
    /// What becomes of a call that creates something.
    enum Fate: Sendable {
        /// It is carried out and answered.
        case answered
        /// It is carried out and its answer is lost.
        case lost
        /// It is not carried out, and nobody can tell from the answer.
        case failed
        /// It is carried out, and its answer never comes.
        case silent

        /// What the caller gets of the answer with this body.
        func answer(_ body: String) async throws -> HTTPResponse {
            switch self {
            case .answered: return .json(202, body)
            case .lost: throw HTTPTransportError(.connectionLost, wasSent: true, message: "the connection broke")
            case .failed: return .error(503, "Later.")
            case .silent:
                for await _ in AsyncStream<Void>.makeStream().stream {}
                throw CancellationError()
            }
        }
    }

    private struct State {
        var clock: VirtualTimekeeper?
        var fates: [Fate]
        var listings: [HTTPResponse]
        var things: [JSONValue] = []
        var posts: [Duration] = []
        var looks: [Duration] = []
    }

    /// `report`, `feed`.
    private let noun: String
    /// By how much Amazon's clock is ahead; its answers tell the time when it is.
    private let ahead: Duration
    private let state: Mutex<State>

    /// - Parameters:
    ///   - fates: Of the first calls; the others are answered.
    ///   - listings: Answers to the first looks, in place of what is there.
    ///   - ahead: By how much Amazon's clock is ahead of the worker's.
    init(
        _ noun: String = "report", _ fates: [Fate] = [], listings: [HTTPResponse] = [], ahead: Duration = .zero
    ) {
        self.noun = noun
        self.ahead = ahead
        state = Mutex(State(fates: fates, listings: listings))
    }

    /// The instants are measured by this clock.
    func use(_ clock: VirtualTimekeeper) { state.withLock { $0.clock = clock } }

    /// How many there are.
    var count: Int { state.withLock { $0.things.count } }
    /// When things were to be created.
    var posts: [Duration] { state.withLock { $0.posts } }
    /// When the listing was looked at.
    var looks: [Duration] { state.withLock { $0.looks } }

    /// Puts one there that no job made.
    @discardableResult
    func add(_ body: String) -> String { state.withLock { create(Array(body.utf8), &$0) } }

    func answer(_ call: FakeAmazon.Call) async throws -> HTTPResponse {
        if call.request.method == "GET" {
            return state.withLock { state in
                state.looks.append(state.clock?.monotonic() ?? .zero)
                if !state.listings.isEmpty { return state.listings.removeFirst() }
                var answer = HTTPResponse.json(200, JSONValue.object(["\(noun)s": .array(state.things)]).text)
                if ahead != .zero, let now = now(state) { answer.headers.append(HTTPHeader("Date", Self.date(now))) }
                return answer
            }
        }
        let (fate, id) = state.withLock { state -> (Fate, String) in
            state.posts.append(state.clock?.monotonic() ?? .zero)
            let fate = state.fates.isEmpty ? .answered : state.fates.removeFirst()
            if case .failed = fate { return (fate, "") }
            return (fate, create(call.request.body ?? [], &state))
        }
        return try await fate.answer(#"{"\#(noun)Id":"\#(id)"}"#)
    }

    private func create(_ body: [UInt8], _ state: inout State) -> String {
        let id = "\(noun)-\(state.things.count + 1)"
        var members: [String: JSONValue] = ["\(noun)Id": .string(id)]
        if case .object(let given)? = try? JSONValue(parsing: body) {
            for name in ["reportType", "feedType", "marketplaceIds"] { members[name] = given[name] }
        }
        if let now = now(state) { members["createdTime"] = .string(now.iso8601) }
        state.things.append(.object(members))
        return id
    }

    /// Amazon's clock.
    private func now(_ state: State) -> Timestamp? {
        state.clock.map { Timestamp(microseconds: $0.wallMicroseconds()) + ahead }
    }

    /// The form of the `Date` header.
    private static func date(_ instant: Timestamp) -> String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = instant.iso8601.split { "-T:.Z".contains($0) }.map(String.init)
        return
            "Day, \(parts[2]) \(months[(Int(parts[1]) ?? 1) - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }
}
