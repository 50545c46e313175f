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

    func search() async throws -> ProcessingSearch {
        let options = plan.options
        var parameters: [String: JSONValue] = ["reportTypes": .array([.string(plan.type)]), "pageSize": 100]
        // The listing takes ten marketplaces; without any it shows all.
        if options.marketplaces.count <= 10 {
            parameters["marketplaceIds"] = .array(options.marketplaces.map { .string($0) })
        }
        let since = options.reuse.map { context.now - $0 }
        if let since {
            parameters["processingStatuses"] = ["DONE", "IN_PROGRESS", "IN_QUEUE"]
            parameters["createdSince"] = .string(since.iso8601)
        } else {
            parameters["processingStatuses"] = ["DONE"]
            // Amazon lists those of 90 days when nothing is said.
            parameters["createdSince"] = options.from.map { .string($0.iso8601) }
            parameters["createdUntil"] = options.to.map { .string($0.iso8601) }
        }
        switch try await ListingReader(caller: caller, reader: terms.listing, parameters: parameters).pages() {
        case .nothing: return .none
        case .refused(let why): return .over(.fail(JobFailure(kind: "rejected", message: why)))
        case .over(let outcome): return .over(outcome)
        case .read(let pages, _, let requestID):
            let listing = ReportListing(pages, plan)
            let found =
                if let since {
                    listing.like(since: since, options: try await known.reportOptions())
                } else {
                    listing.newest()
                }
            guard var found else { return .none }
            found.sight.requestID = requestID
            return .found(id: found.id, found.sight)
        }
    }

    // MARK: Cool-downs

    private func gate() async throws -> ReportTypeGate {
        try await ReportTypeGate(plan.type, of: authorization, store: store, logger: context.logger)
    }

    func obstacle() async throws -> Outcome? { try await gate().outcome(now: context.now) }

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
