import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker schedules cursor`.
struct SchedulesCursorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cursor", abstract: "Show or set how far a definition has come for each seller.",
        discussion: """
            The cursor is the instant up to which a seller has been synced. Only a job that succeeds moves it on. Setting it back \
            has the time after it synced once more; jobs that were running then do not move it.

            Example: spworker schedules cursor orders-sync --seller acme --set 2026-02-01T00:00:00Z
            """)

    @Argument(help: ArgumentHelp("The definition.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("Only this seller.", valueName: "id"))
    var seller: String?

    @Option(help: ArgumentHelp("Only in this region: NA, EU or FE.", valueName: "region"))
    var region: String?

    @Option(help: ArgumentHelp("The instant to go on from.", valueName: "time"))
    var set: String?

    @Flag(help: "Forget the cursor: the seller begins at the definition's start.")
    var clear = false

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        try SellerTarget.check(region: region)
        if set != nil, clear { throw ValidationError("Give --set or --clear, not both.") }
        if let set, Timestamp(iso8601: set) == nil {
            throw ValidationError("--set '\(set)' is not an ISO 8601 time with a zone, such as 2026-02-01T00:00:00Z.")
        }
        if set != nil || clear, seller == nil {
            throw ValidationError("Name the seller whose cursor is to be set: --seller ID.")
        }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            var rows = try await rows(session)
            // A definition that cannot be read now goes on as it was, and so does its cursor.
            let definition = try await DefinitionChoice.known(name, session.composition, session.configuration)
            let isUseless = definition.map { $0.cursor == nil } ?? false
            if set != nil || clear {
                let value = try wanted(session.composition.now)
                guard !isUseless || value == nil else {
                    throw Failure(
                        .usage,
                        "error: the definition '\(name.plain)' has no cursor, so that none can be set. Write cursor: into "
                            + "its file, or let its job ask for another time.")
                }
                for index in rows.indices {
                    _ = try await session.store.setCursor(
                        rows[index].key, to: value, actor: session.composition.user)
                    rows[index].cursor = value
                }
            }
            show(rows, session)
            if isUseless, !session.console.isJSON {
                Console.printError("note: \(name.plain) has no cursor: its jobs do not ask how far a seller has come.")
            }
        }
    }

    /// The rows that are meant.
    private func rows(_ session: QueueSession) async throws -> [ScheduleRow] {
        var filter = ScheduleFilter(definition: name, seller: seller, region: region?.uppercased(), limit: 1000)
        var rows: [ScheduleRow] = []
        while true {
            let page = try await session.store.schedules(matching: filter)
            rows += page
            guard page.count == filter.limit, let last = page.last else { break }
            filter.after = last.key
        }
        guard !rows.isEmpty else { throw DefinitionChoice(name: name, seller: seller, region: region).unknown }
        return rows
    }

    /// What the cursor is to be; `nil` for none.
    private func wanted(_ now: Timestamp) throws -> String? {
        guard let set, let instant = Timestamp(iso8601: set) else { return nil }
        guard instant <= now else {
            throw Failure(
                .usage,
                "error: \(instant) lies in the future: what happens until then would never be synced. It is "
                    + "\(now) now.")
        }
        return instant.iso8601
    }

    private func show(_ rows: [ScheduleRow], _ session: QueueSession) {
        if session.console.isJSON {
            session.console.json(.object(["cursors": .array(rows.map(\.json))]))
            return
        }
        let now = session.composition.now
        var table = Table([
            ("SELLER", .left), ("REGION", .left), ("CURSOR", .left), ("BEHIND", .right), ("LAST SUCCESS", .left),
        ])
        for row in rows {
            let instant = row.cursor.flatMap { Timestamp(iso8601: $0) }
            table.add([
                row.key.seller, row.key.region, row.cursor ?? "none yet",
                instant.map { max(.zero, now - $0).rough } ?? "-", row.lastSuccessAt.map { $0.told(now) } ?? "never",
            ])
        }
        table.print(to: session.console)
    }
}
