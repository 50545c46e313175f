import ArgumentParser
import Dashboard
import Logging
import OperationCatalogue
import Overview
import ServiceLifecycle
import UnixSignals

/// `spworker dashboard`: the web pages alone.
struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard", abstract: "Show the installation in a browser, and steer it there.",
        discussion: """
            Serves web pages beside whatever works on the database, until it is stopped. The worker serves them itself \
            when the configuration has a section 'dashboard:'. They are for this machine alone unless told otherwise, and \
            for other machines only with a token, which visitors log in with:

              dashboard:
                listen: 127.0.0.1:8088
                token: env:SPWORKER_DASHBOARD_TOKEN       # operators
                readToken: env:SPWORKER_READ_TOKEN        # readers change nothing

            Without a token everybody on this machine may act. The pages speak plain http: to reach them from elsewhere \
            put a server that speaks https before them, or a tunnel.

            Example: spworker dashboard --listen 127.0.0.1:9000
            """)

    @Option(help: ArgumentHelp("Where to listen instead; port 0 takes a free one.", valueName: "address:port"))
    var listen: String?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if let listen, ListenAddress(listen) == nil {
            throw ValidationError("--listen '\(listen.plain)' is not an address and a port such as 127.0.0.1:8088.")
        }
    }

    func run() async throws {
        let listen = listen.flatMap { ListenAddress($0) }
        try await QueueSession.run(global) { session in
            let console = session.console
            let dashboard = try await session.composition.dashboard(
                session.configuration, store: session.store, listen: listen
            ) { announce($0, needsLogin: $1, console) }
            let group = ServiceGroup(
                configuration: .init(
                    services: [.init(service: dashboard)], gracefulShutdownSignals: [.sigterm, .sigint],
                    logger: Logger(label: "spworker.services") { _ in SwiftLogNoOpLogHandler() }))
            try await group.run()
        }
    }

    private func announce(_ address: ListenAddress, needsLogin: Bool, _ console: Console) {
        if console.isJSON {
            console.json(.object(["url": .string("\(address.url)/"), "needsLogin": .bool(needsLogin)]))
            return
        }
        console.line("The dashboard is at \(address.url)/. Stop it with Ctrl-C.")
        if !needsLogin { console.line("Everybody on this machine may act there; dashboard.token asks for a token.") }
    }
}
