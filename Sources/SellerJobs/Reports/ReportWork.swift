import JobModel
import JobStore
import Logging
import OperationCatalogue
import Worker

/// What is particular to reports among the jobs whose work Amazon does in its own time.
struct ReportWork: ProcessingWork {
    let caller: JobCaller
    let plan: ReportPlan
    let authorization: AuthorizationKey
    let terms: ProcessingTerms
    let rules: ProcessingMachine.Rules
    let delivery: DocumentDelivery

    private var context: RunContext { caller.context }
    private var store: any JobStore { caller.services.keeper.store }
    private var known: KnownReports {
        KnownReports(store: store, type: plan.type, authorization: authorization)
    }

    func creation(_ state: ProcessingCheckpoint) -> CallRequest {
        CallRequest(operation: terms.creation, body: Array(plan.options.order(of: plan.type).text.utf8))
    }

    // MARK: Those that are there

    func search(_ trail: SearchTrail) async throws -> ProcessingSearch {
        guard trail.pages < SearchTrail.most else {
            return trail.best.map { .found(id: $0.id, $0.sight) } ?? .over(.fail(tooMuch(trail)))
        }
        let reader = ListingReader(caller: caller, reader: terms.listing, parameters: filter)
        switch try await reader.page(at: trail.position) {
        case .nothing: return .none
        case .refused(let why):
            // A token that has waited for a permit may have expired.
            guard let anew = trail.begunAnew() else {
                return .over(.fail(JobFailure(kind: "rejected", message: why)))
            }
            context.logger.warning("A listing is read again from its first page.", metadata: ["reason": "\(why)"])
            return .more(anew)
        case .over(let outcome): return .over(outcome)
        case .read(let page):
            let listing = ReportListing([page.content], plan)
            var found =
                if let oldest {
                    listing.like(since: oldest, options: try await known.reportOptions())
                } else {
                    listing.newest()
                }
            found?.sight.requestID = page.requestID
            var trail = trail
            if trail.take(page.content, found: found, next: page.next, since: oldest ?? plan.options.from) {
                return .more(trail)
            }
            return trail.best.map { .found(id: $0.id, $0.sight) } ?? .none
        }
    }

    /// One that is asked for may be no older than this to be taken in its place; `nil` for one that Amazon makes by itself.
    private var oldest: Timestamp? { plan.options.reuse.map { context.now - $0 } }

    private var filter: [String: JSONValue] {
        let options = plan.options
        var filter: [String: JSONValue] = ["reportTypes": .array([.string(plan.type)]), "pageSize": 100]
        // The listing takes ten marketplaces; without any it shows all.
        if options.marketplaces.count <= 10 {
            filter["marketplaceIds"] = .array(options.marketplaces.map { .string($0) })
        }
        // Amazon lists those of 90 days when nothing is said.
        let start = oldest ?? options.from
        if let start, start > context.now - ReportWindow.listed { filter["createdSince"] = .string(start.iso8601) }
        if oldest != nil {
            filter["processingStatuses"] = ["DONE", "IN_PROGRESS", "IN_QUEUE"]
        } else {
            filter["processingStatuses"] = ["DONE"]
            filter["createdUntil"] = options.to.map { .string($0.iso8601) }
        }
        return filter
    }

    private func tooMuch(_ trail: SearchTrail) -> JobFailure {
        let cure =
            oldest == nil
            ? "Narrow it with 'from' and 'to', which say when the report was made."
            : "Let 'reuse' reach less far back, or leave it out to have a new one made."
        return JobFailure(
            kind: "tooMuch",
            message: "Amazon lists more than \(trail.pages) pages of reports of type \(plan.type), and none of them "
                + "will do. \(cure)")
    }

    // MARK: Cool-downs

    private func gate() async throws -> ReportTypeGate {
        try await ReportTypeGate(plan.type, of: authorization, store: store, logger: context.logger)
    }

    func obstacle(_ state: ProcessingCheckpoint) async throws -> Outcome? {
        let now = context.now
        let gate = try await gate()
        if let outcome = gate.outcome(now: now) { return outcome }
        // Where nothing speaks against the type, none is asked for again.
        guard state.retries > 0 || gate.isKnown else { return nil }
        return try await turn.outcome(of: state, now: now)
    }

    private var turn: ReportTurn {
        ReportTurn(known: known, job: caller.job.id, interval: ReportCoolDown.interval(of: plan.type))
    }

    func refused(_ outcome: Outcome) async throws -> Outcome {
        guard case .throttled(.lane, let failure) = outcome else { return outcome }
        let plans =
            caller.services.keeper.directory.current.applications[authorization.application]?.plans ?? PlanOverrides()
        let gate = try await gate()
        let until = await gate.meet(.throttled(plans.plan(of: terms.creation)), at: context.now)
        // Other types need not wait for this one.
        if gate.wasRefused, let until { return .snooze(until: until, failure) }
        return outcome
    }

    func accepted() async throws { try await gate().passed() }

    func cancellation(of state: ProcessingCheckpoint) async throws -> CancellationCause {
        let now = context.now
        if try await turn.wasKept(by: state) { return .noData }
        let gate = try await gate()
        if case .snooze(let until, _)? = gate.outcome(now: now) {
            return .tooSoon(until: await gate.meet(.cancelledTooSoon, at: now) ?? until)
        }
        guard let interval = ReportCoolDown.interval(of: plan.type), let since = state.since,
            let last = try await known.lastCreation(before: since, besides: caller.job.id), since - last < interval
        else { return .noData }
        let until = await gate.meet(.cancelledTooSoon, at: now) ?? now
        return .tooSoon(until: max(until, last + interval))
    }

    func died() async throws -> Timestamp {
        let now = context.now
        return try await gate().meet(.fatal, at: now) ?? now + ReportCoolDown.usual
    }

    // MARK: Words

    func failure(_ failure: ProcessingFailure, of state: ProcessingCheckpoint) -> JobFailure {
        let report = "The report \(failure.id ?? "") of type \(plan.type)"
        switch failure.cause {
        case .noData:
            return JobFailure(
                kind: "noData",
                message:
                    "\(report) was cancelled by Amazon: there is no data to report. Leave 'emptyFails' out to have such "
                    + "jobs succeed.")
        case .fatal(let explanation):
            return JobFailure(
                kind: "reportFatal",
                message:
                    "\(report) ended FATAL. "
                    + (explanation.map { "Amazon says: \($0)" }
                        ?? "Amazon does not say why; look at its options and the window."))
        case .tooSoon, .timedOut, .missing, .noDocument, .cancelled, .errors, .pageLoop:
            return failure.words(report, noun: terms.noun, patience: rules.pace.giveUpAfter)
        }
    }
}

extension ReportCoolDown {
    /// How long Amazon is known to want between two reports of a type for one seller; `nil` when nothing is known.
    static func interval(of type: String) -> Duration? {
        let known = ReportTypes.builtIn.type(named: type)
        if let hours = known?.minRequestIntervalHours { return .seconds(Int64(hours) * 3600) }
        if DailyReports.types.contains(type) { return daily }
        return known?.category == "fba" ? usual : nil
    }
}
