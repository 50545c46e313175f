import JobModel
import JobStore
import Ports
import Secrets
import SellerJobs
import SellingPartner

/// Goes round the installation, and hands what it sees to those who judge it.
struct Doctor {
    let composition: Composition
    let configuration: Configuration
    let selection: DoctorSelection
    /// How AWS is asked who this program is; `nil` where nothing asks AWS.
    var aws: AWSCondition.Door?

    private static let secretPace = DoctorPace(width: 16, each: .seconds(20), all: .seconds(120))
    private static let networkPace = DoctorPace(width: 8, each: .seconds(15), all: .seconds(30))

    /// Looks at everything.
    func examine() async -> DoctorReport {
        var report = DoctorReport()
        report.add(
            ConfigurationCondition.findings(
                configuration, allowsLiteral: composition.options.allowLiteralSecrets,
                allowsInsecure: composition.options.insecureFiles))
        report.add(await MachineLook(composition: composition, configuration: configuration).findings())
        let database = await DatabaseLook(composition: composition, configuration: configuration).open()
        report.add(database.findings)
        let secrets = await secrets()
        report.add(secrets.conditions, now: composition.now)
        report.add(secrets.shared)
        report.add(await identity(secrets.conditions))
        report.add(await amazon(database, secrets.conditions))
        await database.store?.close()
        return report
    }

    /// The pace by this program's clock, while the world goes on in real time.
    func pace(_ pace: DoctorPace) -> DoctorPace { pace.scaled(by: max(1, composition.timeScale)) }

    /// Whether a stand-in, whose credentials may look like anything, takes Amazon's place.
    var isLocal: Bool { configuration.endpoints.areLocal }

    // MARK: Secrets

    private func secrets() async -> (conditions: [SecretCondition], shared: [DoctorFinding]) {
        let uses = SecretUse.all(in: configuration, sellers: selection.sellers)
        let references = Array(Set(uses.map(\.reference)))
        let resolver = composition.resolver(configuration)
        let timekeeper = composition.timekeeper
        let pace = pace(Self.secretPace)
        // Many with one question, where a source can.
        var results =
            await DoctorPace.within(pace.all, timekeeper) { await resolver.prefetch(references) } ?? [:]
        let rest = references.filter { results[$0] == nil }
        let progress = DoctorProgress(composition.console, "secrets looked at", of: rest.count)
        let answers = await pace.map(rest, timekeeper, progress: progress.show) { reference in
            do throws(SecretError) {
                return Result<ResolvedSecret, SecretError>.success(try await resolver.resolve(reference))
            } catch {
                return .failure(error)
            }
        }
        progress.clear()
        for (reference, answer) in zip(rest, answers) { results[reference] = answer }
        var shared = SharedTokens(salt: composition.randomBytes(32))
        for use in uses {
            guard let seller = use.seller, case .success(let resolved)? = results[use.reference] else { continue }
            shared.add(seller, resolved.secret)
        }
        let conditions = uses.map { SecretCondition($0, results[$0.reference], isAmazons: !isLocal) }
        return (conditions, shared.findings)
    }

    private func identity(_ secrets: [SecretCondition]) async -> [DoctorFinding] {
        guard let aws, AWSCondition.isUsed(by: secrets.map(\.use.reference)) else { return [] }
        let pace = pace(Self.networkPace)
        let answer = await DoctorPace.within(pace.all, composition.timekeeper) { await aws.identity() }
        return AWSCondition.findings(answer, region: aws.region)
    }

    // MARK: Amazon

    private func amazon(_ database: DatabaseLook.Opened, _ secrets: [SecretCondition]) async -> [DoctorFinding] {
        // Without sellers nobody is to be called.
        guard !selection.sellers.isEmpty else { return [] }
        let transport: AsyncHTTPClientTransport
        do {
            transport = try await composition.transport(configuration, concurrency: SellerRound.pace.width)
        } catch {
            // A reference that cannot be had is told with the secrets.
            let reason = (error as? SecretError).map { $0.message } ?? "\(error)"
            return [
                .fault(
                    .network, "Nothing can be sent: \(sentence(reason))", cure: "Correct 'http:' in the configuration.")
            ]
        }
        let dated = DatedTransport(transport, timekeeper: composition.timekeeper)
        let ways = await network(dated)
        let round = SellerRound(doctor: self, database: database, ways: ways, secrets: secrets, transport: dated)
        let sellers = await round.findings()
        await transport.shutdown()
        // On an accelerated clock the world's says nothing.
        let clock = composition.options.timeScale == nil ? ClockCondition.findings(dated.skews) : []
        return ways.map(\.finding) + clock + sellers
    }

    private func network(_ transport: any HTTPTransport) async -> [NetworkCondition] {
        let names = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        let way = NetworkCondition.Way(
            hasProxy: configuration.http.proxy != nil, caFile: configuration.http.caFile,
            proxyVariable: names.first { composition.environment.value($0)?.isEmpty == false })
        let addresses = NetworkCondition.addresses(
            configuration, sellers: selection.tried)
        let found = await pace(Self.networkPace).map(addresses, composition.timekeeper) { address in
            await NetworkCondition.look(address.0, address.1, way, through: transport)
        }
        return zip(addresses, found).map { address, found in
            found
                ?? NetworkCondition(
                    origin: address.0, titles: address.1, trouble: "there was no answer in time", way: way)
        }
    }
}
