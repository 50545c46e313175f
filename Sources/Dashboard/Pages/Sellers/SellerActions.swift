import Hummingbird
import JobModel
import JobStore
import Overview
import Ports

/// What operators do to a seller.
struct SellerActions {
    /// How long somebody waits for a worker's answer before the page says that it will come.
    private static let patience = Duration.seconds(3)
    private static let pause = Duration.milliseconds(100)

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.post("sellers/:name/pause") { request, context in
            let seller = try await SellerFinder(site.installation).only(request, context)
            return try await pause(seller, context)
        }
        router.post("sellers/:name/resume") { request, context in
            let seller = try await SellerFinder(site.installation).only(request, context)
            return try await resume(seller, context)
        }
        router.post("sellers/:name/probe") { request, context in
            let seller = try await SellerFinder(site.installation).only(request, context)
            return try await probe(seller, context)
        }
    }

    private func pause(_ seller: SellerOverview, _ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        try await site.installation.store.pause(seller.key, reason: context.reason, actor: actor)
        return site.done(
            Notice(.good, "\(seller.name) is paused: no job of it starts until it is resumed."),
            goTo: Links.seller(seller.key), context)
    }

    private func resume(_ seller: SellerOverview, _ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        guard seller.state != .active || seller.row?.pauseReason != nil else {
            return site.done(
                Notice(.warning, "\(seller.name) was neither paused nor held for anything: nothing changed."),
                goTo: Links.seller(seller.key), context)
        }
        try await site.installation.store.change(
            AuthorizationChange(
                key: seller.key, state: .active, failure: JobFailure(kind: "resumed", message: context.reason),
                actor: actor, resumes: true))
        var text = "\(seller.name) is resumed."
        if seller.state != .active {
            text +=
                " It was \(seller.state.word) and is taken for active; if Amazon refuses it again, its jobs wait again."
        }
        return site.done(Notice(.good, text), goTo: Links.seller(seller.key), context)
    }

    private func probe(_ seller: SellerOverview, _ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        let (installation, key) = (site.installation, seller.key)
        let alive = try await installation.store.workers().filter { $0.leaseUntil >= installation.now }
        guard try await installation.workerHolder() != nil, !alive.isEmpty else {
            return site.done(
                Notice(.bad, "No worker runs that could try \(seller.name). Start one with 'spworker run'."),
                goTo: Links.seller(key), context)
        }
        let argument = SellerProbe.argument(key, reason: context.reason, actor: actor)
        let id = try await installation.store.ask(SellerProbe.verb, argument: argument)
        guard let end = try await end(of: id, key) else { return .seeOther(Links.seller(key) + "&probe=\(id)") }
        return site.done(Notice(end.tone, end.words), goTo: Links.seller(key), context)
    }

    /// What came of it; `nil` when that takes longer than somebody waits.
    private func end(of id: Int64, _ key: AuthorizationKey) async throws -> SellerProbe? {
        let installation = site.installation
        let start = installation.timekeeper.monotonic()
        while installation.timekeeper.monotonic() - start < Self.patience {
            try await installation.timekeeper.sleep(for: Self.pause)
            let row = try await installation.store.command(id)
            if let probe = row.flatMap({ SellerProbe($0, of: key, now: installation.now) }), !probe.isOpen {
                return probe
            }
        }
        return nil
    }
}

extension SellerOverview {
    /// Seller and region.
    var name: String { "\(key.seller)/\(key.region)" }
}

extension DashboardContext {
    /// Why somebody does what they do, as they wrote it.
    var reason: String { form["reason"].map { $0.cut(to: 200) } ?? "no reason given" }
}
