package import JobModel
package import JobStore
package import Logging

/// Stands before every order for a report: keeps it back while its type cools down for its seller, and learns from what
/// becomes of it.
package struct ReportTypeGate: Sendable {
    private let authorization: AuthorizationKey
    private let store: any JobStore
    private let logger: Logger
    /// What was known of the type before the order.
    private let before: ReportCoolDown

    /// Looks how a type stands for a seller.
    ///
    /// - Throws: `StoreError`.
    package init(
        _ reportType: String, of authorization: AuthorizationKey, store: any JobStore, logger: Logger
    ) async throws {
        self.authorization = authorization
        self.store = store
        self.logger = logger
        before = ReportCoolDown(
            of: reportType,
            try await store.coolDown(of: authorization, scope: ReportCoolDown.scope(of: reportType)))
    }

    /// How a run ends that would order now, or `nil` when it may. No attempt is spent.
    package func outcome(now: Timestamp) -> Outcome? {
        guard let until = before.coolsUntil(at: now), let row = before.row(of: authorization) else { return nil }
        return .snooze(until: until, JobFailure(kind: "coolDown", message: row.sentence()))
    }

    /// Whether something spoke against the type of late, and no order for it has been let through since.
    package var isKnown: Bool { before.until != nil }

    /// Whether an order for the type was refused before, so that it is the type that must rest and not the whole lane.
    package var wasRefused: Bool { before.refusals > 0 }

    /// Takes note of what speaks against another order soon, and returns until when the type cools down. Trouble with the store is only logged: it must not change
    /// what becomes of the job.
    @discardableResult
    package func meet(_ cause: ReportCoolDown.Cause, at now: Timestamp) async -> Timestamp? {
        var after = before
        after.meet(cause, at: now)
        guard let row = after.row(of: authorization) else { return nil }
        logger.notice(
            "A report type cools down; orders for it wait.",
            metadata: [
                "seller": "\(authorization.seller)", "region": "\(authorization.region)",
                "reportType": "\(after.reportType)", "until": "\(row.until)", "reason": "\(row.reason)",
            ])
        do {
            try await store.beginCoolDown(row)
        } catch {
            logger.error("That a report type cools down could not be stored.", metadata: ["reason": "\(error)"])
        }
        return row.until
    }

    /// Takes note of an order that was let through: refusals are counted anew.
    package func passed() async {
        guard before.until != nil else { return }
        do {
            try await store.endCoolDown(of: authorization, scope: ReportCoolDown.scope(of: before.reportType))
        } catch {
            logger.error("That a report type is let through could not be stored.", metadata: ["reason": "\(error)"])
        }
    }
}
