import JobModel
import JobStore
import Ports
import SellerJobs

/// Tries sellers: a token for each, and one harmless call inside the usage plan.
struct SellerRound {
    /// A seller may wait 10 s for a permit.
    static let pace = DoctorPace(width: 8, each: .seconds(45), all: .seconds(600))

    let doctor: Doctor
    let database: DatabaseLook.Opened
    let ways: [NetworkCondition]
    let secrets: [SecretCondition]
    let transport: any HTTPTransport

    private var composition: Composition { doctor.composition }
    private var configuration: Configuration { doctor.configuration }

    /// What is to be said of the sellers.
    func findings() async -> [DoctorFinding] {
        let tried = doctor.selection.tried
        let rest = [doctor.selection.rest].compactMap(\.self)
        guard !tried.isEmpty else { return rest }
        let outcomes = await outcomes(tried)
        let rows = Dictionary(
            ((try? await database.store?.authorizations()) ?? []).map { ($0.key, $0) }, uniquingKeysWith: { $1 })
        var visits = zip(tried, outcomes).map { seller, outcome in
            SellerVisit(settings: seller, outcome: outcome, row: rows[seller.key], flaws: flaws(of: seller))
        }
        let working = Dictionary(grouping: visits.filter(\.hasToken), by: \.settings.application)
        for index in visits.indices {
            visits[index].applicationWorks = working[visits[index].settings.application] != nil
        }
        return visits.flatMap { SellerCondition($0, now: composition.now).findings } + rest
    }

    // MARK: Before

    /// Why a seller is not even tried: the reason is told elsewhere, and once is enough.
    private func obstacle(_ seller: SellerSettings) -> String? {
        let missing = secrets.filter { !$0.isThere && concerns($0.use, seller) }
        if !missing.isEmpty { return "a secret cannot be had." }
        let down = Set(ways.filter { !$0.isReachable }.map(\.origin))
        if down.contains(NetworkCondition.origin(of: configuration.endpoints.lwa)) {
            return "Login with Amazon cannot be reached."
        }
        return down.contains(NetworkCondition.origin(of: configuration.endpoint(of: seller)))
            ? "the API cannot be reached." : nil
    }

    private func concerns(_ use: SecretUse, _ seller: SellerSettings) -> Bool {
        switch use.role {
        case .refreshToken: use.seller == seller.key
        case .clientID, .clientSecret: use.owner == "application \(seller.application)"
        case .sealingKey, .hookURL, .hookSecret, .proxy, .database, .dashboardToken: false
        }
    }

    private func flaws(of seller: SellerSettings) -> [String] {
        secrets.filter { concerns($0.use, seller) }.flatMap { condition in
            condition.flaws.map { "\(condition.use.title): \($0.message) \($0.cure)" }
        }
    }

    // MARK: Trying

    private func outcomes(_ sellers: [SellerSettings]) async -> [SellerVisit.Outcome] {
        // Without a queue nobody else can use the plan either; but a worker has one that this process cannot share.
        guard database.store != nil || !database.hasWorker else {
            return sellers.map { _ in .skipped("the usage plan is kept in the database, which cannot be used.") }
        }
        let store: any JobStore = database.store ?? composition.passingStore()
        let directory = composition.directory(configuration)
        let keeper: AuthorizationKeeper
        do {
            keeper = try await composition.keeper(
                configuration, directory: DirectoryHolder(directory), store: store, transport: transport,
                recordsFindings: false)
        } catch {
            return sellers.map { _ in .failed((error as? StoreError)?.message ?? "\(error)") }
        }
        let check = SellerCheck(
            keeper: keeper, store: store, transport: transport, timekeeper: composition.timekeeper)
        let obstacles = sellers.map(obstacle)
        let free = sellers.indices.filter { obstacles[$0] == nil }
        let progress = DoctorProgress(composition.console, "sellers tried", of: free.count)
        let answers = await doctor.pace(Self.pace).map(free, composition.timekeeper, progress: progress.show) { index in
            guard let seller = directory.sellers[sellers[index].key] else {
                return SellerVisit.Outcome.failed("It is not in the directory.")
            }
            do {
                return .checked(try await check.check(seller))
            } catch {
                return .failed((error as? StoreError)?.message ?? "\(error)")
            }
        }
        progress.clear()
        await keeper.shutdown()
        var outcomes = obstacles.map { $0.map { SellerVisit.Outcome.skipped($0) } ?? .late }
        for (index, answer) in zip(free, answers) { outcomes[index] = answer ?? .late }
        return outcomes
    }
}
