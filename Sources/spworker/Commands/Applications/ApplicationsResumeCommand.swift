import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker applications resume`.
struct ApplicationsResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let the jobs of a paused, suspect or stopped application run again.",
        discussion: """
            Ends a pause, and takes an application that is stopped or suspect for ok. Nobody is asked before: when \
            Amazon refuses its secret or its sellers again, it stands still again.

            Example: spworker applications resume main --reason 'the secret was right'
            """)

    @Argument(help: ArgumentHelp("The application.", valueName: "application"))
    var application: String

    @Option(help: ArgumentHelp("Why, for whoever wonders.", valueName: "text"))
    var reason = "no reason given"

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await QueueSession.run(global) { session in
            let found = try await session.application(application)
            if found.state != .ok || found.row?.pauseReason != nil {
                try await session.store.change(
                    ApplicationChange(
                        application: found.name, state: .ok, failure: JobFailure(kind: "resumed", message: reason),
                        actor: session.composition.user, resumes: true))
            }
            session.console.isJSON
                ? session.console.json(
                    .object([
                        "resumed": .string(found.name), "from": .string(found.state.word),
                        "wasPaused": .bool(found.row?.pauseReason != nil),
                    ]))
                : session.console.line(Self.words(found))
        }
    }

    /// What became of the application, as it was before.
    static func words(_ found: ApplicationOverview) -> String {
        let name = "Application \(found.name)"
        switch found.state {
        case .ok where found.row?.pauseReason == nil:
            return "\(name) was neither paused nor held for anything: nothing changed."
        case .ok: return "\(name) resumed."
        case .suspect:
            return "\(name) resumed. It was suspect, and is taken for ok; its suspect sellers are asked once more each."
        case .stopped:
            return
                "\(name) resumed. It was stopped, and is taken for ok; if Amazon refuses its secret again, it stops again."
        }
    }
}
