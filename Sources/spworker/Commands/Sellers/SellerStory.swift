import JobModel
import JobStore
import OperationCatalogue
import SellerJobs

/// What has become of a seller, and what to do about it. Made of values alone.
struct SellerStory {
    let seller: SellerOverview
    /// The row of the seller's application; `nil` before its first job.
    let application: ApplicationRow?
    /// The seller's events, newest first.
    let events: [EventRow]
    /// Events of the application, newest first: they tell who paused it.
    var applicationEvents: [EventRow] = []
    let policy: RevocationPolicy
    let now: Timestamp

    /// Denied operations are mentioned for so long after they were told.
    private static let troubleIsNews = Duration.seconds(7 * 86_400)

    // MARK: Times

    /// When the present trouble began; `nil` while the seller is active.
    var firstFailureAt: Timestamp? {
        guard let row = seller.row, row.state != .active else { return nil }
        let trouble = events.prefix { $0.kind != "restored" }
        return trouble.last { ["suspected", "revoked", "misconfigured"].contains($0.kind) }?.at ?? row.since
    }

    /// Since when the seller's jobs have been kept from running by its own state or by a pause; `nil` when they are not.
    var parkedSince: Timestamp? {
        guard let row = seller.row else { return nil }
        if let firstFailureAt, row.isParked || (row.blockedUntil.map { $0 > now } ?? false) { return firstFailureAt }
        guard row.pauseReason != nil else { return nil }
        return events.first { $0.kind == "sellerPaused" }?.at ?? row.since
    }

    /// When a worker tries the seller anew by itself, at the latest; `nil` when it does not.
    var nextProbeAt: Timestamp? {
        guard let row = seller.row, seller.settings != nil, application?.state != .stopped,
            application?.pauseReason == nil
        else { return nil }
        switch row.state {
        case .active: return nil
        case .suspect where application?.state == .suspect: return application?.blockedUntil
        case .suspect where row.isSuspectByCalls: return row.blockedUntil
        case .suspect: return row.blockedUntil.map { $0 - policy.grace }
        case .revoked, .misconfigured:
            let passed = max(.zero, now - row.since)
            return row.since + policy.probeEvery * (Int(passed / policy.probeEvery) + 1)
        }
    }

    // MARK: What is the case

    /// What holds the seller's jobs up and what else a person should know, what is most urgent first.
    var reasons: [Explanation.Reason] {
        var found = application.map { Explanation.reasons(for: $0, events: applicationEvents, now: now) } ?? []
        if let row = seller.row {
            found += Explanation.reasons(
                for: row, events: events, isOutage: application?.state == .suspect, grace: policy.grace, now: now)
        }
        if let warning = seller.renewal?.warning(at: now) {
            found.append(Explanation.Reason("renewalDue", warning, cure: YearlyRenewal.cure))
        }
        if let trouble = events.first(where: { $0.kind == "accessTrouble" }), now - trouble.at < Self.troubleIsNews,
            let message = trouble.failure?.message
        {
            found.append(
                Explanation.Reason(
                    "accessTrouble", "Found \(trouble.at.told(now)): \(message)",
                    cure:
                        "Look which roles the application has in the developer console; when one is added, let the seller "
                        + "authorize again. If none is missing, let the seller look at the account's health."))
        }
        return found
    }

    /// What to do first; `nil` when there is nothing to do.
    var cure: String? { reasons.lazy.compactMap(\.cure).first }

    // MARK: In words

    /// When the seller is tried anew, for people.
    var nextProbeText: String? {
        guard let row = seller.row, row.state != .active else { return nil }
        let byHand = "; at once: spworker sellers probe \(seller.key.seller) --region \(seller.key.region)"
        guard let nextProbeAt else { return "not before its application works and it is configured" }
        let isLatest = row.state.parksJobs ? " at the latest, and when its secret changes" : ""
        let time = nextProbeAt > now ? "\(nextProbeAt.iso8601) (\(nextProbeAt.told(now)))" : "about now"
        return time + isLatest + byHand
    }

    /// What waits, for people.
    var jobsText: String {
        var text = "\(seller.waiting) waiting, \(seller.row?.running ?? 0) running"
        guard let parkedSince, seller.waiting > 0 else { return text }
        text += "; the waiting ones are parked since \(parkedSince.told(now))"
        if let oldest = seller.oldestDueAt, oldest <= now { text += ", the oldest was due \(oldest.told(now))" }
        return text
    }

    /// What happened, oldest first: when, and a sentence.
    var lines: [(at: Timestamp, text: String, style: Style?)] {
        events.reversed().map { event in
            let reason = event.failure.map { ": \($0.message)" } ?? ""
            let actor = event.actor == "worker" ? "" : " (by \(event.actor))"
            return (event.at, Self.meaning(of: event) + reason + actor, EventLine(event).style)
        }
    }

    /// What an event means to somebody who sees its kind for the first time.
    private static func meaning(of event: EventRow) -> String {
        switch event.kind {
        case "suspected": "Refused for the first time; its jobs wait for a second try"
        case "revoked": "Refused again, so the authorization is taken for revoked; its jobs are parked"
        case "misconfigured" where event.failure?.kind == "secret.notConfigured":
            "Not among the sellers any more; its jobs wait until it is back"
        case "misconfigured": "Its credentials cannot be had or belong to another application; its jobs are parked"
        case "restored": "Active again; its jobs go on"
        case "secretChanged": "Another refresh token is in use"
        case "sellerPaused": "Paused"
        case "sellerResumed": "Resumed"
        case "sellerProbed": "Tried anew by hand"
        case "sellerAdded": "Added to the configuration"
        case "sellerRemoved": "Removed from the configuration"
        case "renewalDue": "Renewal"
        case "accessTrouble": "Operations are denied"
        case "hookGivenUp": "Somebody could not be told"
        case "schedulePaused": "A definition is paused; it does not fire for this seller"
        case "scheduleResumed": "A definition fires again"
        case "scheduleRun": "A definition was run by hand"
        case "cursorSet": "A definition's cursor was set; the next job goes on from there"
        case "scheduleRejected": "A definition has fired for nothing"
        default: event.kind
        }
    }

    /// The story as programs read it, beside what the overview tells.
    var json: JSONValue {
        seller.json.adding([
            "firstFailureAt": .time(firstFailureAt), "parkedSince": .time(parkedSince),
            "nextProbeAt": .time(nextProbeAt), "oldestDueAt": .time(seller.oldestDueAt), "cure": .text(cure),
            "reasons": .array(reasons.map(\.json)), "lanes": .array(seller.lanes.map(\.json)),
            "events": .array(events.reversed().map(\.json)),
        ])
    }
}
