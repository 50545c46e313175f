package import Ports

/// What providers of AWS keys see of the world.
package struct AWSSurroundings: Sendable {
    /// The process environment.
    package let environment: any Environment
    /// The files of this machine.
    package let files: any CredentialFiles
    /// Runs programs that print keys.
    package let program: any CredentialProgram
    /// The home directory; `nil` when there is none, and so no `~/.aws`.
    package let home: String?
    /// The region by this program's own configuration.
    package let region: String?
    /// Endpoints by this program's own configuration.
    package let configuredEndpoints: [AWSService: String]
    /// Carries requests to AWS.
    package let transport: any HTTPTransport
    /// Carries requests to addresses of this machine, which no proxy may see.
    package let localTransport: any HTTPTransport
    /// Tells the time, and waits between attempts.
    package let timekeeper: any Timekeeper
    /// Makes session names and spreads attempts.
    package let random: any RandomSource

    /// Creates surroundings.
    ///
    /// - Parameters:
    ///   - program: Runs programs that print keys; as processes of this machine unless given.
    ///   - localTransport: A transport without a proxy; `transport` unless given.
    package init(
        environment: any Environment, files: any CredentialFiles = LocalCredentialFiles(),
        program: (any CredentialProgram)? = nil, home: String?, region: String? = nil,
        configuredEndpoints: [AWSService: String] = [:], transport: any HTTPTransport,
        localTransport: (any HTTPTransport)? = nil, timekeeper: any Timekeeper,
        random: any RandomSource
    ) {
        self.environment = environment
        self.files = files
        self.program = program ?? LocalCredentialProgram(environment: environment)
        self.region = region
        self.configuredEndpoints = configuredEndpoints
        self.home = home.flatMap { $0.isEmpty ? nil : $0 }
        self.transport = transport
        self.localTransport = localTransport ?? transport
        self.timekeeper = timekeeper
        self.random = random
    }

    /// The variable `name` without line breaks at its end; `nil` when it is not set or empty.
    func variable(_ name: String) -> String? {
        guard let value = environment.value(name)?.trimmingTrailingLineBreaks(), !value.isEmpty else { return nil }
        return value
    }

    /// The variable `name` as a path, with `~/` read as the home directory.
    func path(_ name: String) -> String? { variable(name).map(expand) }

    /// `path` with `~/` read as the home directory.
    func expand(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home else { return path }
        return home + path.dropFirst()
    }

    /// Whether the variable `name` says `true`, in any spelling.
    func isTrue(_ name: String) -> Bool { variable(name)?.lowercased() == "true" }

    /// Where AWS's services are, by everything that has a say in it.
    package func endpoints(profile: AWSProfile?, of profiles: AWSProfiles?) -> AWSEndpoints {
        var said = AWSEndpoints.Profile()
        if let profile, let profiles { said = profiles.endpoints(of: profile) }
        return AWSEndpoints(environment: environment, configured: configuredEndpoints, profile: said)
    }

    /// A name for a session of a role: nothing that AWS refuses, and different each time.
    func sessionName() -> String { "spworker-" + random.identifier().prefix(16) }
}
