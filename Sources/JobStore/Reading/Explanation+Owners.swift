package import JobModel

/// What applications and sellers have against their jobs.
extension Explanation {
    /// Why no job of the application runs; empty when nothing is against it.
    package static func reasons(for row: ApplicationRow, events: [EventRow] = [], now: Timestamp) -> [Reason] {
        var found: [Reason] = []
        if row.state == .stopped {
            found.append(
                Reason(
                    "applicationStopped",
                    "The application \(row.name) was stopped \(row.since.told(now)): \(why(row.failure))",
                    cure: row.failure?.isNotConfigured ?? false
                        ? "Put the application back into the configuration and run 'spworker workers reload'; or cancel its "
                            + "jobs."
                        : "Put the valid client id and secret where the configuration looks for them ('spworker applications "
                            + "show \(row.name)'); a running worker notices and goes on by itself."))
        }
        if row.state == .suspect {
            let again =
                row.blockedUntil.map {
                    $0 > now ? "Amazon is asked again \($0.told(now))" : "Amazon is being asked again"
                }
                ?? "Amazon is asked again from time to time"
            found.append(
                Reason(
                    "outage",
                    "The application \(row.name) waits since \(row.since.iso8601) (\(row.since.told(now))): "
                        + "\(why(row.failure)) \(again); when it works, everything goes on by itself. Jobs that need no "
                        + "seller's grant go on now.",
                    cure: now - row.since >= outagePatience
                        ? "It lasts: look at Amazon's status page, and in Seller Central at the application itself. "
                            + "'spworker applications resume \(row.name)' ends the wait by hand." : nil))
        }
        if let pause = row.pauseReason {
            let event = events.first { $0.kind == "applicationPaused" && $0.application == row.name }
            found.append(
                Reason(
                    "applicationPaused", "The application \(row.name) was paused\(said(event, now)): \(pause)",
                    cure: "spworker applications resume \(row.name)"))
        }
        return found
    }

    /// An outage that lasts longer than this is a person's business.
    package static let outagePatience = Duration.seconds(1800)

    /// Why no job of the seller runs; empty when nothing is against it.
    ///
    /// - Parameters:
    ///   - isOutage: Whether the seller's application waits as a whole, which is told with the application.
    ///   - grace: How long a suspect's pause outlasts the instant of the confirming exchange.
    package static func reasons(
        for row: AuthorizationRow, events: [EventRow] = [], isOutage: Bool = false, grace: Duration = .seconds(120),
        now: Timestamp
    ) -> [Reason] {
        var found: [Reason] = []
        let name = "\(row.key.seller)/\(row.key.region)"
        let show = "spworker sellers show \(row.key.seller)"
        switch row.state {
        case .active:
            if let until = row.blockedUntil, until > now {
                found.append(
                    Reason(
                        "loginTrouble",
                        "Amazon's login gives \(name) no token. Nothing is held against the seller; it is tried again "
                            + "\(until.told(now)): \(why(row.failure))"))
            }
        case .suspect where row.isSuspectByCalls:
            if let until = row.blockedUntil, until > now {
                found.append(
                    Reason(
                        "sellerSuspect",
                        "Amazon refused a fresh token of \(name); it is tried again \(until.told(now)): \(why(row.failure))"
                    ))
            }
        case .suspect:
            if let until = row.blockedUntil, until > now, !isOutage {
                let again = until - grace
                let time = again > now ? "once more about \(again.iso8601) (\(again.told(now)))" : "once more about now"
                found.append(
                    Reason(
                        "sellerSuspect",
                        "Amazon refused the token exchange of \(name) at \(row.since.iso8601) (\(row.since.told(now))). "
                            + "To be sure, it is asked \(time); until then the jobs wait: \(why(row.failure))"))
            }
        case .revoked:
            found.append(
                Reason(
                    "parked", "The authorization of \(name) was revoked \(row.since.told(now)): \(why(row.failure))",
                    cure:
                        "Let the seller authorize the application \(row.key.application) again and put the new refresh token "
                        + "where the configuration looks for it ('\(show)'); a running worker notices and releases the jobs."
                ))
        case .misconfigured where row.hasLeft:
            let event = events.first {
                $0.kind == "sellerRemoved" && $0.application == row.key.application && $0.seller == row.key.seller
                    && $0.region == row.key.region
            }
            let since = event.map { "since \($0.at.iso8601) (\($0.at.told(now)))" } ?? "found \(row.since.told(now))"
            found.append(
                Reason(
                    "parked",
                    "The seller \(name) is not among the sellers any more, \(since): its entry has left the configuration, or "
                        + "its name the place where sellers are listed. Its jobs wait until it is back.",
                    cure:
                        "Put it back where it was, and a running worker goes on by itself ('spworker workers reload' when it was "
                        + "in the configuration's own file); if it is gone for good: spworker jobs cancel --seller "
                        + "\(row.key.seller) --state waiting"))
        case .misconfigured:
            found.append(
                Reason(
                    "parked",
                    "The authorization of \(name) does not work, found \(row.since.told(now)): \(why(row.failure))",
                    cure:
                        "Correct the refresh token, or the application that the seller is listed under ('\(show)'); a running "
                        + "worker notices a changed secret and releases the jobs."))
        }
        if let pause = row.pauseReason {
            let event = events.first {
                $0.kind == "sellerPaused" && $0.application == row.key.application && $0.seller == row.key.seller
                    && $0.region == row.key.region
            }
            found.append(
                Reason(
                    "sellerPaused", "The seller \(name) was paused\(said(event, now)): \(pause)",
                    cure: "spworker sellers resume \(row.key.seller) --region \(row.key.region)"))
        }
        return found
    }

    private static func said(_ event: EventRow?, _ now: Timestamp) -> String {
        event.map { " by \($0.actor) \($0.at.told(now))" } ?? ""
    }

    private static func why(_ failure: JobFailure?) -> String { failure?.message ?? "no reason was recorded." }
}

extension JobFailure {
    /// Whether whose secret was wanted is not configured any more.
    var isNotConfigured: Bool { kind == "secret.notConfigured" }
}

extension AuthorizationRow {
    /// Whether its jobs wait because it is not among the sellers any more.
    package var hasLeft: Bool { state == .misconfigured && failure?.isNotConfigured ?? false }

    /// Whether it is suspect because calls with a fresh token were refused, not because an exchange was.
    package var isSuspectByCalls: Bool { state == .suspect && failure?.kind == "tokenRefused" }
}
