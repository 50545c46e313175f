import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import SellerJobs
import SellingPartner

/// `spworker sellers check`.
struct SellersCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Try here and now whether sellers can be called: secrets, token, one harmless call.",
        discussion: """
            Needs no worker. It uses what this process sees, which may differ from what the worker sees: other \
            variables, another user. It changes nothing; 'sellers probe' releases a parked seller. Exit 1 when a call \
            failed or the usage plan has no room for 10 s, 4 when a secret or token could not be had.

            Example: spworker sellers check --all
            """)

    @Argument(help: ArgumentHelp("The seller; may be left out when there is one.", valueName: "seller"))
    var seller: String?

    @Option(help: ArgumentHelp("Only in this region: NA, EU or FE.", valueName: "region"))
    var region: String?

    @Flag(help: "Check every seller.")
    var all = false

    @OptionGroup var global: GlobalOptions

    /// Sellers that are checked at a time.
    private static let width = 8

    mutating func validate() throws {
        try SellerTarget.check(region: region)
        if all, seller != nil { throw ValidationError("Name a seller or say --all, not both.") }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            // A variable that is not read may be why a seller lacks something.
            for notice in session.configuration.notices { Console.printError("note: \(notice).") }
            let wanted = try await chosen(session)
            let findings = try await findings(wanted, session)
            let checked = zip(wanted, findings).map { SellerCheckReport(seller: $0, finding: $1) }
            if session.console.isJSON {
                session.console.json(
                    .object([
                        "ok": .bool(findings.allSatisfy(\.isGood)), "sellers": .array(checked.map(\.json)),
                    ]))
            } else {
                SellerCheckReport.print(checked, to: session.console)
            }
            if findings.contains(where: { $0.failedStep == .secret || $0.failedStep == .token }) {
                throw Failure(.secret)
            }
            if findings.contains(where: { !$0.isGood }) { throw Failure(.no) }
        }
    }

    /// The configured sellers that are meant.
    private func chosen(_ session: QueueSession) async throws -> [SellerOverview] {
        if let seller {
            let found = try await SellerTarget.find(seller, region: region, session).filter { $0.configured != nil }
            guard found.isEmpty else { return found }
            throw Failure(.no, "error: the seller '\(seller.plain)' is not in the configuration any more.")
        }
        let configured = try await SellerOverview.all(
            try await session.configurationWithSellers(), store: session.store
        ).filter {
            $0.configured != nil && (region == nil || $0.key.region == region?.uppercased())
        }
        if configured.isEmpty {
            throw Failure(
                .usage, "error: no seller is configured\(region.map { " in region \($0.uppercased())" } ?? "").")
        }
        guard all || configured.count == 1 else {
            throw Failure(.usage, "error: name a seller, or say --all: \(configured.count) are configured.")
        }
        return configured
    }

    /// Checks a few sellers at a time; the findings are in the sellers' order.
    private func findings(_ sellers: [SellerOverview], _ session: QueueSession) async throws -> [SellerFinding] {
        let composition = session.composition
        let directory = composition.directory(try await session.configurationWithSellers())
        let transport = try await composition.transport(session.configuration)
        let keeper = try await composition.keeper(
            session.configuration, directory: DirectoryHolder(directory), store: session.store, transport: transport,
            recordsFindings: false)
        let check = SellerCheck(
            keeper: keeper, store: session.store, transport: transport, timekeeper: composition.timekeeper)
        let keys = Set(sellers.map(\.key))
        if keys.count > 1 { await keeper.prefetchSecrets { keys.contains($0) } }
        let result: Result<[SellerFinding], any Error>
        do {
            result = .success(
                try await Self.findings(
                    sellers.compactMap { directory.sellers[$0.key] }, check, progress: Progress(session, sellers.count))
            )
        } catch {
            result = .failure(error)
        }
        await keeper.shutdown()
        await transport.shutdown()
        return try result.get()
    }

    private static func findings(
        _ sellers: [SellerDirectory.Seller], _ check: SellerCheck, progress: Progress
    ) async throws -> [SellerFinding] {
        try await withThrowingTaskGroup(of: (Int, SellerFinding).self) { group in
            var found: [Int: SellerFinding] = [:]
            defer { progress.clear() }
            for (index, seller) in sellers.enumerated() {
                if index >= width, let (place, finding) = try await group.next() { found[place] = finding }
                progress.show(found.count)
                group.addTask { (index, try await check.check(seller)) }
            }
            for try await (place, finding) in group {
                found[place] = finding
                progress.show(found.count)
            }
            return sellers.indices.compactMap { found[$0] }
        }
    }

    /// A line on a terminal that tells how many are done.
    private struct Progress {
        private let console: Console
        private let count: Int

        init(_ session: QueueSession, _ count: Int) {
            console = session.console
            self.count = count
        }

        private var isShown: Bool { console.isTerminal && !console.isJSON && count > 1 }

        func show(_ done: Int) {
            if isShown { console.raw("\r\u{1B}[K\(done) of \(count) checked") }
        }

        func clear() {
            if isShown { console.raw("\r\u{1B}[K") }
        }
    }
}
