import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Ports

/// `spworker jobs wait`.
struct JobsWaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait until jobs have ended.",
        discussion: """
            Exit 0 when all succeeded, 1 when one failed, was cancelled or is in quarantine, 124 when the time was over.

            Example: spworker jobs wait 42 43 --wait-timeout 10m
            """)

    @Argument(help: ArgumentHelp("The jobs' numbers.", valueName: "id"), transform: JobArgument.id)
    var ids: [JobID]

    @Option(help: ArgumentHelp("Stop waiting after this; exit 124.", valueName: "duration"))
    var waitTimeout: String?

    @OptionGroup var global: GlobalOptions

    /// How often it looks, in real time.
    private static let pause = Duration.milliseconds(100)

    mutating func validate() throws {
        if let waitTimeout, Duration(text: waitTimeout) == nil {
            throw ValidationError("--wait-timeout '\(waitTimeout)' is not a duration such as 30s, 5m or 6h.")
        }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            var seen: Set<JobID> = []
            let wanted = ids.filter { seen.insert($0).inserted }
            if !session.console.isJSON, try await session.lockHolder() == nil {
                Console.printError("note: no worker is running; start one with 'spworker run'.")
            }
            try report(try await wait(for: wanted, session), wanted, session.console)
        }
    }

    /// The jobs as they ended, or as they stand when the time is over.
    private func wait(for ids: [JobID], _ session: QueueSession) async throws -> [JobID: JobRecord] {
        let timekeeper = session.composition.timekeeper
        let limit = waitTimeout.flatMap { Duration(text: $0) }
        let start = timekeeper.monotonic()
        let showsProgress = session.console.isTerminal && !session.console.isJSON
        defer { if showsProgress { session.console.raw("\r\u{1B}[K") } }
        var records: [JobID: JobRecord] = [:]
        while true {
            for id in ids where !(records[id]?.row.state.isFinal ?? false) {
                records[id] = try await session.record(id)
            }
            let open = records.values.filter { !$0.row.state.isFinal }
            if open.isEmpty { return records }
            if let limit, timekeeper.monotonic() - start >= limit { return records }
            if showsProgress { session.console.raw("\r\u{1B}[K" + Self.progress(open, of: ids.count)) }
            try await timekeeper.sleep(for: Self.pause * max(1, session.composition.timeScale))
        }
    }

    private static func progress(_ open: [JobRecord], of count: Int) -> String {
        let standings = Dictionary(open.map { ($0.standing.text, 1) }, uniquingKeysWith: +)
        let parts = standings.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return "\(count - open.count) of \(count) ended, \(parts.joined(separator: ", "))"
    }

    private func report(_ records: [JobID: JobRecord], _ ids: [JobID], _ console: Console) throws {
        let inOrder = ids.compactMap { records[$0] }
        if console.isJSON {
            console.json(.object(["jobs": .array(inOrder.map(\.json))]))
        } else {
            for record in inOrder {
                let standing = record.standing
                let state = standing.style.map { console.styled(standing.text, $0) } ?? standing.text
                let reason = record.row.failure.map { ": \($0.message.plain)" } ?? ""
                let end = record.isEmpty ? ", no data" : record.row.state == .succeeded ? "" : reason
                console.line("Job \(record.row.id) \(state)\(end)")
            }
        }
        if let open = inOrder.first(where: { !$0.row.state.isFinal }) {
            throw Failure(
                .timeout,
                "error: not all jobs have ended. 'spworker jobs explain \(open.row.id)' says why job \(open.row.id) has not."
            )
        }
        if inOrder.contains(where: { $0.row.state != .succeeded }) { throw Failure(.no) }
    }
}
