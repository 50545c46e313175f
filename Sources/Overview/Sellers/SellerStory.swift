package import JobModel
package import JobStore
package import OperationCatalogue

/// What has become of a seller, and what to do about it. Made of values alone.
package struct SellerStory: Sendable {
    package let seller: SellerOverview
    /// The row of the seller's application; `nil` before its first job.
    package let application: ApplicationRow?
    /// The seller's events, newest first.
    package let events: [EventRow]
    /// Events of the application, newest first: they tell who paused it.
    package let applicationEvents: [EventRow]
    /// How long an authorization stays blocked after the instant of its confirming exchange.
    package let grace: Duration
    /// How often the credentials of a seller that is out are tried anew.
    package let probeEvery: Duration
    package let now: Timestamp

    /// Denied operations are mentioned for so long after they were told.
    private static let troubleIsNews = Duration.seconds(7 * 86_400)

    package init(
        seller: SellerOverview, application: ApplicationRow?, events: [EventRow], applicationEvents: [EventRow] = [],
        grace: Duration, probeEvery: Duration, now: Timestamp
    ) {
        self.seller = seller
        self.application = application
        self.events = events
        self.applicationEvents = applicationEvents
        self.grace = grace
        self.probeEvery = probeEvery
        self.now = now
    }

    // MARK: Times

    /// When the present trouble began; `nil` while the seller is active.
    package var firstFailureAt: Timestamp? {
        guard let row = seller.row, row.state != .active else { return nil }
        let trouble = events.prefix { $0.kind != "restored" }
        return trouble.last { ["suspected", "revoked", "misconfigured"].contains($0.kind) }?.at ?? row.since
    }

    /// Since when the seller's jobs have been kept from running by its own state or by a pause; `nil` when they are not.
    package var parkedSince: Timestamp? {
        guard let row = seller.row else { return nil }
        if let firstFailureAt, row.isParked || (row.blockedUntil.map { $0 > now } ?? false) { return firstFailureAt }
        guard row.pauseReason != nil else { return nil }
        return events.first { $0.kind == "sellerPaused" }?.at ?? row.since
    }

    /// When a worker tries the seller anew by itself, at the latest; `nil` when it does not.
    package var nextProbeAt: Timestamp? {
        guard let row = seller.row, seller.configured != nil, application?.state != .stopped,
            application?.pauseReason == nil
        else { return nil }
        switch row.state {
        case .active: return nil
        case .suspect where application?.state == .suspect: return application?.blockedUntil
        case .suspect where row.isSuspectByCalls: return row.blockedUntil
        case .suspect: return row.blockedUntil.map { $0 - grace }
        case .revoked, .misconfigured:
            let passed = max(.zero, now - row.since)
            return row.since + probeEvery * (Int(passed / probeEvery) + 1)
        }
    }

    // MARK: What is the case

    /// What holds the seller's jobs up and what else a person should know, what is most urgent first.
    package var reasons: [Explanation.Reason] {
        var found = application.map { Explanation.reasons(for: $0, events: applicationEvents, now: now) } ?? []
        if let row = seller.row {
            found += Explanation.reasons(
                for: row, events: events, isOutage: application?.state == .suspect, grace: grace, now: now)
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
    package var cure: String? { reasons.lazy.compactMap(\.cure).first }

    // MARK: In words

    /// When the seller is tried anew, for people.
    package var nextProbeText: String? {
        guard let row = seller.row, row.state != .active else { return nil }
        let byHand = "; at once: spworker sellers probe \(seller.key.seller) --region \(seller.key.region)"
        guard let nextProbeAt else { return "not before its application works and it is configured" }
        let isLatest = row.state.parksJobs ? " at the latest, and when its secret changes" : ""
        let time = nextProbeAt > now ? "\(nextProbeAt.iso8601) (\(nextProbeAt.told(now)))" : "about now"
        return time + isLatest + byHand
    }

    /// What is said of jobs that wait since `parkedSince`.
    package var holdWord: String { (seller.row?.hold ?? .parked).rawValue }

    /// What waits, for people.
    package var jobsText: String {
        var text = "\(seller.waiting) waiting, \(seller.row?.running ?? 0) running"
        guard let parkedSince, seller.waiting > 0 else { return text }
        text += "; the waiting ones are \(holdWord) since \(parkedSince.told(now))"
        if let oldest = seller.oldestDueAt, oldest <= now { text += ", the oldest was due \(oldest.told(now))" }
        return text
    }

    /// What happened, oldest first: when, and a sentence.
    package var lines: [(at: Timestamp, text: String, style: Style?)] {
        events.reversed().map { event in
            let reason = event.text.map { ": \($0)" } ?? ""
            let line = EventLine(event)
            let actor = line.actor.map { " (by \($0))" } ?? ""
            return (event.at, line.meaning + reason + actor, line.style)
        }
    }

    /// The story as programs read it, beside what the overview tells.
    package var json: JSONValue {
        seller.json.adding([
            "firstFailureAt": .time(firstFailureAt), "parkedSince": .time(parkedSince),
            "nextProbeAt": .time(nextProbeAt), "oldestDueAt": .time(seller.oldestDueAt), "cure": .text(cure),
            "reasons": .array(reasons.map(\.json)), "lanes": .array(seller.lanes.map(\.json)),
            "events": .array(events.reversed().map(\.json)),
        ])
    }
}
