import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker schedules pause`.
struct SchedulesPauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Let a definition fire no more until it is resumed.",
        discussion: """
            Jobs that are in the queue already go on. Without --seller it holds for all sellers, those that come later too.

            Example: spworker schedules pause orders-sync --seller acme --reason 'stock count'
            """)

    @Argument(help: ArgumentHelp("The definition.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("Only for this seller.", valueName: "id"))
    var seller: String?

    @Option(help: ArgumentHelp("Only in this region: NA, EU or FE.", valueName: "region"))
    var region: String?

    @Option(help: ArgumentHelp("Why, for whoever wonders.", valueName: "text"))
    var reason = "no reason given"

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws { try SellerTarget.check(region: region) }

    func run() async throws {
        try await SchedulePause.apply(name, seller, region, reason: reason, global)
    }
}

/// `spworker schedules resume`.
struct SchedulesResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a paused definition fire again.",
        discussion: """
            What was missed meanwhile is made up for as the definition's 'missed' says.

            Example: spworker schedules resume orders-sync
            """)

    @Argument(help: ArgumentHelp("The definition.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("Only for this seller.", valueName: "id"))
    var seller: String?

    @Option(help: ArgumentHelp("Only in this region: NA, EU or FE.", valueName: "region"))
    var region: String?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws { try SellerTarget.check(region: region) }

    func run() async throws {
        try await SchedulePause.apply(name, seller, region, reason: nil, global)
    }
}

/// What pausing and resuming have in common.
private enum SchedulePause {
    static func apply(
        _ name: String, _ seller: String?, _ region: String?, reason: String?, _ global: GlobalOptions
    ) async throws {
        try await QueueSession.run(global) { session in
            // The worker may not have seen the definition yet; a name that nobody knows is a slip of the pen.
            // One whose file has been spoiled goes on as it was, and must be stoppable all the more.
            let filter = ScheduleFilter(definition: name, seller: seller, region: region?.uppercased(), limit: 1)
            let isKnown = try await !session.store.schedules(matching: filter).isEmpty
            if !isKnown {
                let choice = DefinitionChoice(name: name, seller: seller, region: region)
                // Only what holds for all sellers holds for those, too, that are yet to come.
                guard seller == nil, region == nil else { throw choice.unknown }
                _ = try await choice.definition(session.composition, session.configuration)
            }
            let count = try await session.store.pauseSchedules(
                name, seller: seller, region: region?.uppercased(), reason: reason, actor: session.composition.user)
            let word = reason == nil ? "resumed" : "paused"
            if session.console.isJSON {
                session.console.json(.object(["definition": .string(name), word: .count(count)]))
                return
            }
            let whom = seller.map { "\(name) for \($0)" } ?? name
            session.console.line(
                count == 0 && isKnown
                    ? "\(whom.plain) was \(reason == nil ? "not paused" : "paused already")."
                    : "\(whom.plain) \(word) (\(counted(count, "seller"))).")
        }
    }
}
