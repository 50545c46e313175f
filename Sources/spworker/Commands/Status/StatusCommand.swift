import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import SellerJobs

/// `spworker status`.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "One screen: does it work, and who is stuck? Exit 1 when not healthy.",
        discussion: """
            Not healthy: no worker while work waits, a worker without heartbeat or held up by a full disk, an \
            application that Amazon refuses, or an outage at Amazon that has lasted for half an hour. Fit for a container's health check.

            Example: spworker status --json
            """)

    @OptionGroup var global: GlobalOptions

    /// How many waiting jobs are looked at: their labels are derived one by one.
    private static let sample = 10_000

    func run() async throws {
        try await QueueSession.run(global) { session in
            let health = Health(try await Self.look(session), now: session.composition.now)
            let console = session.console
            if console.isJSON {
                console.json(health.json)
            } else {
                for finding in health.findings {
                    let text = finding.style.map { console.styled(finding.text.plain, $0) } ?? finding.text.plain
                    console.line(finding.more.map { "\(text)  -> " + console.styled($0, .faint) } ?? text)
                }
                console.line(
                    health.isHealthy ? console.styled("Healthy.", .good) : console.styled("Not healthy.", .bad))
            }
            if !health.isHealthy { throw Failure(.no) }
        }
    }

    private static func look(_ session: QueueSession) async throws -> Health.Sight {
        let waiting = JobFilter(states: [.waiting], limit: sample)
        var sight = try await Health.Sight.look(at: session.store, lockHolder: try await session.lockHolder())
        sight.waiting = try await JobPages(session.store).jobs(waiting).jobs
        sight.renewals = Dictionary(of: session.configuration.sellers.map(\.configured))
        return sight
    }
}
