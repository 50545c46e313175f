import Dashboard
import JobModel
import JobStore
import Logging
import OperationCatalogue
import Overview
import Ports
import Secrets
import SellerJobs

/// The installation as it is, for the dashboard.
struct LiveInstallation: Installation {
    /// So many waiting jobs are told apart for the state of health.
    private static let waitingLookedAt = 200

    let composition: Composition
    let configuration: Configuration
    let opened: any OpenedStore
    let directory: DirectoryHolder
    let book: DefinitionBook
    let shelf: DefinitionShelf
    let secrets: SecretAgeShelf
    /// Keeps the directory up to date; `nil` where a worker does so.
    let follower: DirectoryFollower?
    let metrics: MetricsRoutes
    let healthChecks: HealthRoutes

    var store: any JobStore { opened }
    var timekeeper: any Timekeeper { composition.timekeeper }
    var random: any RandomSource { composition.random }
    var logger: Logger { composition.logger }
    var version: String { Spworker.version }
    var lease: Duration { configuration.worker.lease }
    var grace: Duration { configuration.revocation.policy.grace }
    var probeEvery: Duration { configuration.revocation.policy.probeEvery }
    var perSeller: Int { configuration.worker.perSeller }

    var outputPlace: String {
        let output = configuration.output
        return output.s3.bucket.map { "s3://\($0)/\(output.s3.prefix)" } ?? output.directory
    }

    func sellers() async -> [ConfiguredSeller] {
        await follower?.follow()
        return directory.current.sellers.values.map { ConfiguredSeller($0) }.sorted { $0.key < $1.key }
    }

    func applications() async -> [ConfiguredApplication] {
        await follower?.follow()
        return directory.current.applications.values.map { application in
            ConfiguredApplication(
                name: application.id, clientID: application.clientID.description,
                clientSecret: application.clientSecret.description, origin: "")
        }.sorted { $0.name < $1.name }
    }

    func secretAges() async -> [String: ClientSecretAge] {
        await secrets.ages(of: directory.current.applications.values)
    }

    func definitions() async -> [DefinitionView] {
        await follower?.follow()
        let sellers = directory.current.sellers.values.map { DefinitionSeller($0) }
        return await shelf.entries().map { path, result in
            switch result {
            case .success(let definition): DefinitionView(definition, path: path, sellers: sellers)
            case .failure(let error): DefinitionView(path: path, problems: error.problems)
            }
        }.sorted { ($0.name, $0.file) < ($1.name, $1.file) }
    }

    func health() async throws -> Health {
        await follower?.follow()
        let now = composition.now
        var sight = try await Health.Sight.look(at: opened, lockHolder: try await workerHolder())
        let waiting = JobFilter(states: [.waiting], limit: Self.waitingLookedAt)
        sight.waiting = try await opened.jobPage(matching: waiting).records
        sight.oldestReadyAt = try await opened.oldestReady(now: now)
        sight.renewals = directory.current.sellers.compactMapValues(\.renewal)
        return Health(sight, now: now)
    }

    func workerHolder() async throws -> String? { try await opened.workerHolder(now: composition.now) }

    func admit(_ request: JobRequest) async throws -> Admission {
        await follower?.follow()
        return try KindAdmissions(directory: directory).admit(request, now: composition.now)
    }

    func fire(definition name: String, seller: String?, region: String?, actor: String) async throws -> [FiredJob] {
        await follower?.follow()
        let definition = try await definition(name)
        let sellers = try sellers(of: definition, seller, region)
        let now = composition.now
        var fires: [HandFire] = []
        for seller in sellers {
            let key = ScheduleKey(definition: name, seller: seller.id, region: seller.region.rawValue)
            let job = try book.admission.job(
                of: definition, for: seller, at: now, try await opened.schedule(key), now: now)
            fires.append(HandFire(key: key, job: job, chain: definition.then?.text))
        }
        let answers = try await opened.fireByHand(fires, isForced: false, actor: actor)
        return zip(sellers, answers).map { seller, answer in
            FiredJob(seller: seller.id, region: seller.region.rawValue, job: answer.job, isNew: answer.isNew)
        }
    }

    private func definition(_ name: String) async throws -> JobDefinition {
        guard let definition = await book.definitions()[name] else {
            throw JobRejection("There is no definition '\(name.cut(to: 60))' that can be used.")
        }
        guard !definition.needsItem else {
            throw JobRejection(
                "'\(name)' cannot be run by itself: {item} stands for what another definition has found. Run the one "
                    + "that it follows.")
        }
        return definition
    }

    private func sellers(
        of definition: JobDefinition, _ seller: String?, _ region: String?
    ) throws -> [DefinitionSeller] {
        let sellers = directory.current.sellers.values.map { DefinitionSeller($0) }.filter { entry in
            (seller == nil ? definition.sellers.includes(entry) : entry.id == seller)
                && (region == nil || entry.region.rawValue == region?.uppercased())
        }
        guard !sellers.isEmpty else {
            let what = seller.map { "no seller '\($0.cut(to: 60))'" } ?? "no seller that the definition selects"
            throw JobRejection(
                "There is \(what)\(region.map { " in region \($0.cut(to: 10))" } ?? "") in the configuration.")
        }
        return sellers.sorted { ($0.id, $0.region.rawValue) < ($1.id, $1.region.rawValue) }
    }
}

extension ConfiguredSeller {
    /// A seller as a running installation knows it: some of them no file names.
    fileprivate init(_ seller: SellerDirectory.Seller) {
        self.init(
            key: seller.key, sellerID: seller.sellerID, marketplaces: seller.marketplaces, tags: seller.tags,
            isSandbox: seller.isSandbox, refreshToken: seller.refreshToken.description, renewal: seller.renewal,
            origin: "")
    }
}
