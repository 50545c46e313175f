package import JobModel
import JobStore

/// How long one seller's reports of one type are not asked for. Pure.
///
/// Beside the plan of createReport Amazon limits each type by itself: orders that come too soon are refused with 429,
/// or taken and then ended FATAL or CANCELLED.
package struct ReportCoolDown: Sendable, Hashable {
    /// Why a type must rest.
    package enum Cause: Sendable, Hashable {
        /// An order was answered with 429. The plan is that of createReport.
        case throttled(LanePlan)
        /// A report ended FATAL.
        case fatal
        /// A report was cancelled, not by a call and not for want of data: it was asked for again too soon.
        case cancelledTooSoon
    }

    /// The longest pause after refusals for the rate, and the pause after a report that was not made: Amazon makes
    /// reports of many types at most so often.
    package static let usual = Duration.seconds(1800)
    /// The pause after a report of a daily type that was not made.
    package static let daily = Duration.seconds(4 * 3600)

    /// The report type.
    package let reportType: String
    /// No report of the type is asked for before this instant; `nil` when nothing is known against it.
    package private(set) var until: Timestamp?
    /// How many orders in a row were refused for their rate.
    package private(set) var refusals = 0
    /// Why, a clause.
    package private(set) var reason = ""

    /// A type of which nothing is known.
    package init(of reportType: String) {
        self.reportType = reportType
    }

    /// Takes note of what speaks against asking again, and lengthens the pause if need be.
    ///
    /// The first refusal for the rate pauses for twice as long as the plan takes to yield a permit, so that other types are
    /// asked for first; each further one in a row twice as long, up to half an hour.
    package mutating func meet(_ cause: Cause, at now: Timestamp) {
        let pause: Duration
        switch cause {
        case .throttled(let plan):
            refusals += 1
            pause = RetryPolicy(backoff: plan.interval * 2, maxBackoff: Self.usual).bound(afterFailures: refusals)
            reason =
                refusals == 1
                ? "Amazon refused the last order for it (429)"
                : "Amazon refused the last \(refusals) orders for it (429)"
        case .fatal:
            refusals = 0
            pause = pauseUnmade
            reason = "the last report ended FATAL"
        case .cancelledTooSoon:
            refusals = 0
            pause = pauseUnmade
            reason = "the last report was asked for too soon (CANCELLED)"
        }
        until = max(until ?? now, now + pause)
    }

    /// Until when no report of the type may be asked for, if not now.
    package func coolsUntil(at now: Timestamp) -> Timestamp? {
        // An instant that no pause reaches was written before the clock was set back.
        guard let until, until > now, until - now <= max(Self.usual, pauseUnmade) else { return nil }
        return until
    }

    private var pauseUnmade: Duration { DailyReports.types.contains(reportType) ? Self.daily : Self.usual }
}

extension ReportCoolDown {
    /// Under which scope a type's cool-down is stored.
    package static func scope(of reportType: String) -> String { CoolDownRow.scope(ofReportType: reportType) }

    /// Reads what is stored.
    init(of reportType: String, _ row: CoolDownRow?) {
        self.init(of: reportType)
        guard let row else { return }
        until = row.until
        refusals = row.refusals
        reason = row.reason
    }

    /// What is to be stored; `nil` when nothing is known against the type.
    func row(of authorization: AuthorizationKey) -> CoolDownRow? {
        until.map {
            CoolDownRow(
                authorization: authorization, scope: Self.scope(of: reportType), until: $0, refusals: refusals,
                reason: reason)
        }
    }
}
