import ArgumentParser
import Dispatch
import Foundation
import JobModel
import JobStore
import Logging
import OperationCatalogue
import Ports
import Secrets
import SellerJobs
import SellingPartner
import Worker

/// Puts the program together: the only place that names every concrete type.
struct Composition: Sendable {
    let options: GlobalOptions
    let environment: any Environment
    let timekeeper: any Timekeeper
    /// The world's clock, which `timekeeper` is unless it is accelerated.
    let realTimekeeper: any Timekeeper
    let random: any RandomSource
    let redactor = Redactor()
    let sources = SecretSources()
    let console: Console
    let logger: Logger
    /// Gets the lines about requests and answers.
    let callLogger: Logger

    /// Composes the program for real: the system's clock, randomness and environment.
    init(_ options: GlobalOptions) throws {
        let environment = ProcessEnvironment()
        self.options = options
        self.environment = environment
        random = SystemRandom()
        realTimekeeper = SteadyTimekeeper(SystemTimekeeper())
        timekeeper = try options.timekeeper(over: realTimekeeper)
        console = Console(json: options.json, noColour: environment.value("NO_COLOR").map { !$0.isEmpty } ?? false)
        logger = LogOutput.logger(options, environment: environment, redactor: redactor, timekeeper: timekeeper)
        callLogger = LogOutput.callLogger(options, environment: environment, redactor: redactor, timekeeper: timekeeper)
    }

    /// Composes the program for the demo, which has a clock and an audience of its own.
    init(_ options: GlobalOptions, timekeeper: any Timekeeper, console: Console) throws {
        let environment = ProcessEnvironment()
        self.options = options
        self.environment = environment
        self.timekeeper = timekeeper
        realTimekeeper = SteadyTimekeeper(SystemTimekeeper())
        self.console = console
        random = SystemRandom()
        logger = LogOutput.logger(options, environment: environment, redactor: redactor, timekeeper: timekeeper)
        callLogger = LogOutput.callLogger(options, environment: environment, redactor: redactor, timekeeper: timekeeper)
    }

    /// The present.
    var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }

    /// How many times as fast as real time the clock runs.
    var timeScale: Double { options.timeScale ?? 1 }

    // MARK: Configuration

    /// Reads and checks the configuration.
    ///
    /// - Throws: `ConfigurationError` with every problem.
    func configuration() async throws -> Configuration {
        let loader = ConfigurationLoader(
            environment: environment, workingDirectory: FileManager.default.currentDirectoryPath)
        let options = options
        let configuration = try await Offload.run {
            try loader.load(
                path: options.config, overrides: options.overrides, allowsLiteralSecrets: options.allowLiteralSecrets)
        }
        if options.timeScale != nil, !configuration.endpoints.areLocal {
            throw Failure(
                .usage,
                "error: --time-scale needs every endpoint on this machine: Amazon's clock cannot be accelerated.")
        }
        _ = try probe(configuration)
        return configuration
    }

    /// The sellers and applications of the configuration, as jobs see them.
    func directory(_ configuration: Configuration) -> SellerDirectory {
        let applications = configuration.applications.map { application in
            SellerDirectory.Application(
                id: application.id, clientID: application.clientId, clientSecret: application.clientSecret,
                secretCreatedAt: application.secretCreatedAt?.timestamp, tokenEndpoint: configuration.endpoints.lwa,
                plans: PlanOverrides(
                    application.usagePlans.mapValues { .init(rate: $0.rate, burst: $0.burst, scale: $0.scale) }),
                endpoints: Dictionary(
                    uniqueKeysWithValues: Region.allCases.map { ($0, configuration.endpoints.api($0, sandbox: false)) }),
                sandboxEndpoints: Dictionary(
                    uniqueKeysWithValues: Region.allCases.map { ($0, configuration.endpoints.api($0, sandbox: true)) }))
        }
        let sellers = configuration.sellers.map { seller in
            SellerDirectory.Seller(
                key: AuthorizationKey(
                    application: seller.application, seller: seller.id, region: seller.region.rawValue),
                region: seller.region, sellerID: seller.sellerId, marketplaces: seller.marketplaces,
                refreshToken: seller.refreshToken, endpoint: configuration.endpoint(of: seller),
                isSandbox: seller.sandbox, renewal: seller.renewal, tags: seller.tags)
        }
        return SellerDirectory(applications: applications, sellers: sellers, note: configuration.foundNote)
    }

    /// The machine's name.
    var host: String { ProcessInfo.processInfo.hostName }

    // MARK: Calls

    /// What carries requests.
    ///
    /// - Parameter concurrency: How many calls are made at once; as many as the configuration says unless given.
    func transport(
        _ configuration: Configuration, concurrency: Int? = nil
    ) async throws -> AsyncHTTPClientTransport {
        var settings = AsyncHTTPClientTransport.Configuration()
        settings.connectTimeout = configuration.http.connectTimeout
        settings.totalTimeout = configuration.http.totalTimeout
        settings.idleTimeout = configuration.http.idleTimeout
        settings.connectionsPerHost =
            configuration.http.connectionsPerHost ?? max(64, concurrency ?? configuration.worker.concurrency)
        settings.usesHTTP2 = configuration.http.http2
        settings.certificateAuthorityFile = configuration.http.caFile
        settings.proxy = try await Self.proxy(configuration.http.proxy, resolver(configuration))
        return try AsyncHTTPClientTransport(settings)
    }

    /// Knows how to call in each seller's name.
    func keeper(
        _ configuration: Configuration, directory: DirectoryHolder, store: any JobStore, transport: any HTTPTransport,
        recordsFindings: Bool = true, vault: (any TokenVault)? = nil
    ) async throws -> AuthorizationKeeper {
        let userAgent =
            if let text = configuration.http.userAgent { try UserAgent(parsing: text) } else {
                try UserAgent(application: "spworker", version: Spworker.version, attributes: ["Platform": "Linux"])
            }
        return AuthorizationKeeper(
            directory: directory,
            cache: CredentialCache(
                resolver: resolver(configuration), timekeeper: timekeeper, random: random, logger: logger),
            store: store, transport: transport, timekeeper: timekeeper, random: random,
            settings: .init(
                revocation: configuration.revocation.policy, userAgent: userAgent,
                requestTimeout: configuration.http.requestTimeout, recordsFindings: recordsFindings),
            salt: try await store.salt(), logger: logger, callLogger: callLogger,
            logsBodies: LogOutput.asksForBodies(environment),
            // On an accelerated clock the world's says nothing.
            clock: options.timeScale == nil ? ClockWatch(logger: logger) : nil, vault: vault)
    }

    /// How the worker works.
    func workerOptions(_ configuration: Configuration, stopsWhenDrained: Bool) -> WorkerOptions {
        WorkerOptions(
            concurrency: configuration.worker.concurrency, drain: configuration.worker.drain,
            lease: configuration.worker.lease, poll: .milliseconds(25) * max(1, timeScale),
            pruneEvery: .seconds(60) * max(1, timeScale),
            retention: Retention(
                succeeded: configuration.retention.succeeded, failed: configuration.retention.failed,
                cancelled: configuration.retention.cancelled, events: configuration.retention.events,
                inbox: configuration.retention.inbox, maxJobs: configuration.retention.maxJobs),
            stopsWhenDrained: stopsWhenDrained, host: host, pid: Int(ProcessInfo.processInfo.processIdentifier),
            version: Spworker.version)
    }
}

/// Runs what blocks on a thread that nobody else waits for.
enum Offload {
    private static let queue = DispatchQueue(label: "spworker.offload", attributes: .concurrent)

    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
