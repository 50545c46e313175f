import ArgumentParser
import JobModel
import OperationCatalogue
import Overview
import Worker

/// `spworker schedules next`.
struct SchedulesNextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Show when a schedule fires next.",
        discussion: """
            Takes a cron expression in quotes, or 'every' with an interval. Needs neither configuration nor database.

            Example: spworker schedules next '30 2 * * *' --tz America/New_York --count 3
            """)

    @Argument(help: ArgumentHelp("For example '*/15 8-18 * * MON-FRI', @daily or every 15m.", valueName: "schedule"))
    var schedule: [String] = []

    @Option(name: .customLong("tz"), help: ArgumentHelp("The time zone, for example Europe/Berlin.", valueName: "zone"))
    var timezone = "UTC"

    @Option(
        help: ArgumentHelp(
            "Fires after this time, by default now. Write 2026-03-29T01:30 for the zone's clocks, or add Z for UTC.",
            valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("How many fires to show, at most \(FireTimes.most).", valueName: "n"))
    var count = 5

    /// A file with a JSON object on each line: expr, tz, from, count. Answers with one on each line.
    @Option(help: .hidden)
    var batch: String?

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        guard batch == nil else { return }
        guard !schedule.isEmpty else {
            throw ValidationError("Give a cron expression in quotes, as '0 2 * * *', or 'every 15m'.")
        }
        guard (1...FireTimes.most).contains(count) else {
            throw ValidationError("--count must be from 1 to \(FireTimes.most).")
        }
    }

    /// What those may have meant who wrote a single word.
    private var hint: String {
        guard schedule.count == 1, schedule[0].contains(where: \.isLetter),
            !schedule[0].contains(where: { " @".contains($0) })
        else { return "" }
        return "\nIf that is a definition, 'spworker schedules list' shows when it fires next."
    }

    func run() async throws {
        let composition = try Composition(global)
        let (zones, now) = (composition.zoneFiles(), composition.now)
        if let batch {
            return try await Offload.run {
                try FireTimesBatch(path: batch).answer(zones, now: now, to: composition.console)
            }
        }
        let request = FireTimes.Request(
            schedule: schedule.joined(separator: " "), zone: timezone, from: from, count: count)
        let times: FireTimes
        do {
            times = try await Offload.run { try request.times(zones, now: now) }
        } catch let error as FireTimes.Problem {
            throw Failure(.usage, "error: \(error.description.plain)\(hint)")
        }
        if composition.console.isJSON {
            composition.console.json(times.json)
        } else {
            times.print(to: composition.console)
        }
    }
}
