import Ports
import Secrets
import SellingPartner

// Where secrets come from.
extension Composition {
    /// Reads secret files.
    func fileProvider(_ configuration: Configuration) -> FileProvider {
        FileProvider(
            directory: configuration.directory, home: environment.value("HOME"),
            allowsInsecureFiles: options.insecureFiles, logger: logger)
    }

    /// Resolves secret references. Nothing of AWS is touched before a reference needs it.
    func resolver(_ configuration: Configuration) -> SecretResolver {
        let sources = secretSources(configuration)
        return SecretResolver(
            providers: localProviders(configuration) + [sources.programs, sources.agent, AWSProvider(sources.access)],
            allowsLiteral: options.allowLiteralSecrets, redactor: redactor)
    }

    /// What reads secrets from AWS.
    func awsAccess(_ configuration: Configuration) -> AWSAccess { secretSources(configuration).access }

    /// What carries large bodies to AWS.
    func awsCarrier(_ configuration: Configuration) -> any HTTPTransport { secretSources(configuration).carrier }

    private func localProviders(_ configuration: Configuration) -> [any SecretProvider] {
        [EnvironmentProvider(environment: environment), fileProvider(configuration)]
    }

    private func secretSources(_ configuration: Configuration) -> SecretSources.Made {
        let settings = SecretSources.Settings(
            aws: configuration.aws, http: configuration.http, directory: configuration.directory)
        return sources.sources(settings) { makeSources(configuration) }
    }

    private func makeSources(_ configuration: Configuration) -> SecretSources.Made {
        // The agent, the container and the machine's metadata are no further than the next hop: no proxy may see them.
        // The closures must not hold `self`, which holds what they are part of.
        let settings = Self.awsTransport(configuration.http, environment)
        let local = LazyTransport { try AsyncHTTPClientTransport(settings) }
        let agent = AgentProvider(
            transport: local, environment: environment, timekeeper: realTimekeeper, random: random,
            rules: (try? AWSRetryRules(environment: environment)) ?? AWSRetryRules(), address: configuration.aws.agent)
        let programs = CommandProvider(
            directory: configuration.directory, environment: environment, timekeeper: realTimekeeper)
        // A proxy's secret that only AWS knows cannot be asked for through that proxy.
        let nearby = SecretResolver(
            providers: localProviders(configuration) + [programs, agent],
            allowsLiteral: options.allowLiteralSecrets, redactor: redactor)
        let proxy = configuration.http.proxy
        let distant = LazyTransport {
            var settings = settings
            if proxy?.isKeptByAWS != true { settings.proxy = try await Self.proxy(proxy, nearby) }
            return try AsyncHTTPClientTransport(settings)
        }
        // What goes to S3 is large, and may take its time.
        let carrier = LazyTransport {
            var settings = settings
            settings.totalTimeout = .seconds(3600)
            settings.connectionsPerHost = 64
            if proxy?.isKeptByAWS != true { settings.proxy = try await Self.proxy(proxy, nearby) }
            return try AsyncHTTPClientTransport(settings)
        }
        let surroundings = AWSSurroundings(
            environment: environment, files: LocalCredentialFiles(allowsInsecureFiles: options.insecureFiles),
            home: environment.value("HOME"), region: configuration.aws.region, transport: distant,
            localTransport: local,
            // AWS lives in real time.
            timekeeper: realTimekeeper, random: random)
        return SecretSources.Made(
            access: AWSAccess(
                profile: configuration.aws.profile, surroundings, redactor: redactor, logger: logger),
            agent: agent, programs: programs, carrier: carrier)
    }

    private static func awsTransport(
        _ http: HTTPSettings, _ environment: any Environment
    ) -> AsyncHTTPClientTransport.Configuration {
        var settings = AsyncHTTPClientTransport.Configuration()
        settings.connectTimeout = http.connectTimeout
        settings.idleTimeout = http.idleTimeout
        // Nobody has so much to say that it would take longer: what dribbles or falls silent halfway is given up.
        settings.stallTimeout = .seconds(10)
        settings.totalTimeout = .seconds(30)
        settings.connectionsPerHost = 16
        let bundle = environment.value("AWS_CA_BUNDLE").flatMap { $0.isEmpty ? nil : $0 }
        settings.certificateAuthorityFile = bundle ?? http.caFile
        return settings
    }

    /// The proxy that the configuration names.
    static func proxy(_ setting: HTTPSettings.Proxy?, _ resolver: SecretResolver) async throws -> HTTPProxy? {
        switch setting {
        case .url(let url): try HTTPProxy(parsing: Secret(url))
        case .reference(let reference): try HTTPProxy(parsing: try await resolver.resolve(reference).secret)
        case nil: nil
        }
    }
}

extension HTTPSettings.Proxy {
    /// Whether its URL is read from AWS itself.
    fileprivate var isKeptByAWS: Bool {
        switch self {
        case .url: false
        case .reference(let reference):
            reference.scheme == .awsSecretsManager || reference.scheme == .awsParameterStore
        }
    }
}
