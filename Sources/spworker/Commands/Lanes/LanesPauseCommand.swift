import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue

/// `spworker lanes pause`.
struct LanesPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Start no jobs of lanes until they are resumed.",
        discussion: """
            'spworker lanes list' tells the lanes' numbers.

            Example: spworker lanes pause 7 --reason 'odd answers'
            """)

    @OptionGroup var targets: LaneTargets

    @Option(help: ArgumentHelp("Why, for whoever wonders.", valueName: "text"))
    var reason = "no reason given"

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await LaneChange.apply(.pause(reason), to: targets, word: "paused", global)
    }
}

/// `spworker lanes resume`.
struct LanesResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let the jobs of paused lanes run again.",
        discussion: "Example: spworker lanes resume 7")

    @OptionGroup var targets: LaneTargets

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await LaneChange.apply(.resume, to: targets, word: "resumed", global)
    }
}

/// `spworker lanes reset`.
struct LanesResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Forget that Amazon throttled lanes, and fill their buckets.",
        discussion: """
            The next calls may be throttled again.

            Example: spworker lanes reset --seller acme
            """)

    @OptionGroup var targets: LaneTargets

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await LaneChange.apply(.reset, to: targets, word: "reset", global)
    }
}
