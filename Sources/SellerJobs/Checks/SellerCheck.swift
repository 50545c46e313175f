import JobModel
package import JobStore
import OperationCatalogue
package import Ports
import Secrets
import SellingPartner
import Synchronization

/// Finds out in this process whether sellers can be called: their secrets, a token, and one harmless call.
///
/// It takes the call's permit in the store, which a worker beside it shares, and changes nothing else there: this
/// process may have other secrets before it than the worker has.
package struct SellerCheck: Sendable {
    /// How long a check waits for a permit. 10 s.
    package static let patience = Duration.seconds(10)
    private static let operation = "sellers.getMarketplaceParticipations"
    private static let largestAnswer = 1 << 20

    private let keeper: AuthorizationKeeper
    private let caller: APICaller
    private let timekeeper: any Timekeeper

    /// Creates a check.
    ///
    /// - Parameter keeper: Must not record what it finds (`Settings.recordsFindings`).
    package init(
        keeper: AuthorizationKeeper, store: any JobStore, transport: any HTTPTransport, timekeeper: any Timekeeper
    ) {
        self.keeper = keeper
        self.timekeeper = timekeeper
        caller = APICaller(
            transport: transport, tokens: keeper.tokens, timekeeper: timekeeper, logging: keeper.logging,
            clock: keeper.clock)
    }

    private var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }

    /// Checks one seller.
    ///
    /// - Throws: `StoreError`, `CancellationError`, and `JobRejection` when the seller's application is not configured.
    package func check(_ seller: SellerDirectory.Seller) async throws -> SellerFinding {
        var finding = SellerFinding(key: seller.key)
        func fail(_ step: SellerFinding.Step, _ failure: JobFailure) -> SellerFinding {
            finding.failedStep = step
            finding.failure = failure
            return finding
        }
        do {
            let authorization = try await keeper.authorization(of: seller)
            _ = try await keeper.tokens.token(for: authorization.key, exchange: authorization.exchange)
            return try await call(seller, authorization, finding)
        } catch let failure as CredentialFailure {
            return fail(.secret, failure.failure)
        } catch let failure as LWAFailure {
            return fail(.token, failure.jobFailure)
        }
    }

    private func call(
        _ seller: SellerDirectory.Seller, _ authorization: CallAuthorization, _ start: SellerFinding
    ) async throws -> SellerFinding {
        var finding = start
        let operation = try OperationCatalogue.builtIn.operation(named: Self.operation)
        let call = try CallRequest(operation: operation).prepared(in: seller.callContext)
        let limit = now + Self.patience
        if let until = try await keeper.permit(seller.key, operation, by: limit) { return Self.throttled(start, until) }
        let throttledUntil = Mutex<Timestamp?>(nil)
        let result = try await caller.perform(
            call, as: authorization,
            permitRepeat: {
                guard let until = try await keeper.permit(seller.key, operation, by: limit) else { return true }
                throttledUntil.withLock { $0 = until }
                return false
            })
        if let until = throttledUntil.withLock({ $0 }) { return Self.throttled(start, until) }
        finding.latency = result.answer?.duration
        guard result.verdict.isSuccess else {
            finding.failedStep = .call
            finding.failure =
                RequestOutcomes.outcome(of: result, operation: operation, permitUntil: nil, pause: now, now: now)
                .redacted { keeper.redactor.redact($0) }.failure
            return finding
        }
        do {
            finding.marketplaces = Self.marketplaces(in: try await result.body.collect(upTo: Self.largestAnswer))
        } catch let error as HTTPTransportError {
            finding.failedStep = .call
            finding.failure = JobFailure(
                kind: "doubtful", message: "The answer broke off: \(error.message).", status: result.answer?.status,
                requestID: result.answer?.requestID)
            return finding
        }
        // Amazon's sandbox always tells of the same few marketplaces.
        if !seller.isSandbox {
            finding.missing = seller.marketplaces.map(\.id).filter { !finding.marketplaces.contains($0) }
        }
        return finding
    }

    private static func throttled(_ start: SellerFinding, _ until: Timestamp) -> SellerFinding {
        var finding = start
        finding.failedStep = .permit
        finding.throttledUntil = until
        finding.failure = JobFailure(
            kind: "throttled", message: "The usage plan of \(operation) has no room before \(until.iso8601).")
        return finding
    }

    /// The ids of the marketplaces in which the seller takes part, in the answer's order.
    private static func marketplaces(in body: [UInt8]) -> [String] {
        guard let answer = try? JSONValue(parsing: body), case .array(let rows)? = answer["payload"] else { return [] }
        return rows.compactMap { row in
            row["participation"]?["isParticipating"] == .bool(false) ? nil : row["marketplace"]?["id"]?.string
        }
    }
}

extension Outcome {
    /// Why the run did not succeed.
    fileprivate var failure: JobFailure? {
        switch self {
        case .retry(let failure), .throttled(_, let failure), .park(let failure), .fail(let failure),
            .quarantine(let failure):
            failure
        case .snooze(_, let failure): failure
        case .succeeded, .cancelled, .interrupted: nil
        }
    }
}
