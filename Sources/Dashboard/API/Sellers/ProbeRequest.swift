import HTTPTypes
import JobModel
import JobStore
import OperationCatalogue
import Overview
import Ports

/// Lets a worker try sellers' credentials, and waits a little for what it says.
struct ProbeRequest {
    /// How a try ended.
    enum Outcome: String, CaseIterable {
        case done, failed
        /// No answer came in time for the worker to be believed alive.
        case expired
        /// The worker may still answer.
        case open
    }

    /// What came of a try.
    struct End {
        let outcome: Outcome
        let state: String?
        let reason: String?

        /// As programs read it.
        var members: [String: JSONValue] {
            ["outcome": .string(outcome.rawValue), "state": .text(state), "reason": .text(reason)]
        }
    }

    /// So long a request waits for the worker.
    static let patience = Duration.seconds(20)
    private static let pause = Duration.milliseconds(100)

    private let call: APICall
    private let reason: String
    private let worker: WorkerID
    private let started: Duration

    /// Finds a worker that can be asked.
    ///
    /// - Throws: `Refusal` with status 409 when there is none.
    init(_ call: APICall, reason: String) async throws {
        let installation = call.installation
        let now = installation.now
        let workers = try await call.store.workers().filter { $0.leaseUntil >= now }
        guard try await installation.workerHolder() != nil, let worker = workers.first else {
            throw Refusal(
                .conflict, "No worker is running", "A seller is tried by a worker, and none is running.",
                cure: "Start one with 'spworker run', or try the seller with 'spworker sellers check'.")
        }
        self.call = call
        self.reason = reason
        self.worker = worker.id
        started = installation.timekeeper.monotonic()
    }

    /// Asks the worker, which writes into the history who wanted it.
    func end(for key: AuthorizationKey) async throws -> End {
        let argument = SellerProbe.argument(key, reason: reason, actor: call.visitor.actor)
        let id = try await call.store.ask(SellerProbe.verb, argument: argument, of: worker)
        let timekeeper = call.installation.timekeeper
        while true {
            guard let row = try await call.store.command(id) else {
                return End(outcome: .expired, state: nil, reason: nil)
            }
            let answer = JSONValue.stored(row.answer)
            switch row.status {
            case .done: return End(outcome: .done, state: answer["state"]?.string, reason: answer["reason"]?.string)
            case .failed: return End(outcome: .failed, state: nil, reason: answer["reason"]?.string)
            case .expired: return End(outcome: .expired, state: nil, reason: "The worker did not answer in time.")
            case .new where timekeeper.monotonic() - started >= Self.patience:
                return End(outcome: .open, state: nil, reason: "The worker has not answered yet.")
            case .new: try await timekeeper.sleep(for: Self.pause)
            }
        }
    }
}
