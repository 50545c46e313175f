import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue

/// `spworker lanes pause`.
struct LanesPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Start no jobs of a lane until it is resumed.",
        discussion:
            "'spworker lanes list' tells the lanes' numbers. Example: spworker lanes pause 7 --reason 'odd answers'")

    @Argument(help: ArgumentHelp("The lane's number.", valueName: "lane"))
    var lane: Int64

    @Option(help: ArgumentHelp("Why, for whoever wonders.", valueName: "text"))
    var reason = "by command"

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await LaneChange.apply(.pause(reason), to: lane, word: "paused", global)
    }
}

/// `spworker lanes resume`.
struct LanesResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a paused lane's jobs run again.",
        discussion: "Example: spworker lanes resume 7")

    @Argument(help: ArgumentHelp("The lane's number.", valueName: "lane"))
    var lane: Int64

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await LaneChange.apply(.resume, to: lane, word: "resumed", global)
    }
}

/// `spworker lanes reset`.
struct LanesResetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Forget that Amazon throttled a lane, and fill its bucket.",
        discussion: "The next call may be throttled again. Example: spworker lanes reset 7")

    @Argument(help: ArgumentHelp("The lane's number.", valueName: "lane"))
    var lane: Int64

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await LaneChange.apply(.reset, to: lane, word: "reset", global)
    }
}

/// Changes one lane.
enum LaneChange {
    static func apply(_ action: LaneAction, to id: Int64, word: String, _ global: GlobalOptions) async throws {
        try await QueueSession.run(global) { session in
            guard let found = try await session.store.lanes().first(where: { $0.lane.id == id }) else {
                throw Failure(.no, "error: there is no lane \(id). 'spworker lanes list' shows all.")
            }
            try await session.store.change(laneID: id, action)
            session.console.isJSON
                ? session.console.json(.object([word: .integer(id)]))
                : session.console.line("Lane \(id) (\(found.lane.key)) \(word).")
        }
    }
}
