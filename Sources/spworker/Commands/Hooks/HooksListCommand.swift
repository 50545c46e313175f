import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview
import SellerJobs

/// `spworker hooks list`.
struct HooksListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List notices that have not been delivered, oldest first, and why.",
        discussion: """
            What is given up after a day is told by 'spworker events'.

            Example: spworker hooks list --limit 10
            """)

    @Option(help: ArgumentHelp("How many to list.", valueName: "n"))
    var limit = 50

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if !(1...100_000).contains(limit) { throw ValidationError("--limit is from 1 to 100000.") }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            let notices = try await session.store.notices(limit: limit)
            let count = try await session.store.noticeCount()
            let plan = session.configuration.hooks.targets.plan
            if session.console.isJSON {
                session.console.json(
                    .object([
                        "configured": .array(Self.json(plan)), "pending": .count(count),
                        "notices": .array(notices.map(\.json)),
                    ]))
            } else {
                show(notices, of: count, plan, session.console, now: session.composition.now)
            }
        }
    }

    private static func json(_ plan: HookPlan) -> [JSONValue] {
        Hook.allCases.flatMap { hook in
            (plan.targets[hook] ?? []).map { .object(["hook": .string(hook.rawValue), "target": .string($0)]) }
        }
    }

    private func show(_ notices: [NoticeRow], of count: Int, _ plan: HookPlan, _ console: Console, now: Timestamp) {
        guard !notices.isEmpty else {
            guard !plan.isEmpty else {
                return console.line(
                    "No hooks are configured. An example: hooks: {onRevoked: [{post: https://host/path, secret: env:KEY}]}"
                )
            }
            console.line("Nothing waits: everybody has been told. Configured:")
            for hook in Hook.allCases {
                for target in plan.targets[hook] ?? [] { console.line("  \(hook.rawValue)  \(target.plain)") }
            }
            return
        }
        var table = Table([
            ("NOTICE", .right), ("HOOK", .left), ("TARGET", .left), ("ABOUT", .left), ("EVENT", .left),
            ("TRIES", .right), ("NEXT", .left), ("REASON", .left),
        ])
        for row in notices {
            table.add([
                (String(row.id), nil), (row.hook.rawValue, nil), (row.target.cut(to: 50), nil),
                (row.subject.cut(to: 40), nil), (row.at.told(now), .faint),
                (String(row.tries), row.tries > 0 ? .warning : nil),
                (row.nextAt <= now ? "due" : row.nextAt.told(now), nil), ((row.lastError ?? "").cut(to: 120), nil),
            ])
        }
        table.print(to: console)
        if count > notices.count { console.line("\(count - notices.count) more; --limit shows them.") }
    }
}

extension NoticeRow {
    /// Whom or what the event is about.
    var subject: String {
        if let job { return "job \(job.id)" }
        guard let seller else { return "application \(application)" }
        return "\(seller)/\(region ?? "-")"
    }

    /// The notice as programs read it.
    var json: JSONValue {
        .object([
            "id": .integer(id), "eventId": .string(eventName), "hook": .string(hook.rawValue),
            "target": .string(target), "at": .time(at), "application": .string(application), "seller": .text(seller),
            "region": .text(region), "from": .text(from), "to": .text(to), "error": failure?.json ?? .null,
            "actor": .text(actor), "jobId": job.map { .integer($0.id.value) } ?? .null, "tries": .count(tries),
            "triedSince": .time(triedSince), "nextAt": .time(nextAt), "lastError": .text(lastError),
        ])
    }
}
