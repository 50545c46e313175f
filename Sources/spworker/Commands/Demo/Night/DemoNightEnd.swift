import JobModel
import JobStore
import OperationCatalogue
import Overview

/// What the night came to.
struct DemoNightEnd: Sendable {
    let rows: [DemoNightRow]
    /// Jobs that were still open when it was over.
    let open: Int
    /// Calls that a correct client never makes.
    let complaints: Int
    /// Where configuration, definitions, database and results lie.
    let folder: DemoFolder
    /// Real time.
    let seconds: Duration
    /// Amazon's time.
    let virtualSeconds: Duration
    /// Definitions that could not be read, a sentence each.
    var unreadable: [String] = []

    /// All jobs of definitions.
    var jobs: Int { rows.reduce(0) { $0 + $1.jobs.count } }
    /// Those that followed others.
    var followers: Int { rows.reduce(0) { $0 + ($1.promised == nil ? 0 : $1.jobs.count) } }

    /// What is not as it should be, a sentence each.
    var problems: [String] {
        var problems = unreadable + rows.flatMap(\.problems)
        if open > 0 { problems.append("Of the night, \(counted(open, "job")) did not end.") }
        if complaints > 0 {
            problems.append("The night saw \(counted(complaints, "call")) that a correct client never makes.")
        }
        return problems
    }

    /// One line for people.
    var words: String {
        "\(rows.count) definitions, \(DemoNight.sellers) sellers, one night: \(counted(jobs, "job")), "
            + "\(followers) of them made of what others found; "
            + (problems.isEmpty ? "each instant once" : "not as they should be")
    }

    /// For programs. Durations are in seconds.
    var json: JSONValue {
        .object([
            "directory": .string(folder.path), "sellers": .count(DemoNight.sellers), "jobs": .count(jobs),
            "followers": .count(followers), "complaints": .count(complaints), "seconds": .seconds(seconds),
            "virtualSeconds": .seconds(virtualSeconds),
            "definitions": .array(
                rows.map { row in
                    .object([
                        "name": .string(row.definition), "jobs": .count(row.jobs.count),
                        "succeeded": .count(row.succeeded), "promised": row.promised.map { .count($0) } ?? .null,
                        "due": .count(row.due.values.reduce(0) { $0 + $1.count }),
                    ])
                }),
        ])
    }
}

extension DemoNightEnd {
    /// Adds up what the store has kept of the night.
    ///
    /// - Parameters:
    ///   - ready: When the worker had planned everything.
    ///   - definitions: What ran.
    ///   - records: All jobs.
    ///   - schedules: The rows to which the jobs belong.
    static func rows(
        _ night: DemoNight, ready: Timestamp, _ definitions: [JobDefinition], _ sellers: [DefinitionSeller],
        _ records: [JobRecord],
        _ schedules: [ScheduleRow]
    ) -> [DemoNightRow] {
        let keys = Dictionary(uniqueKeysWithValues: schedules.map { ($0.id, $0.key) })
        var jobs: [String: [DemoNightRow.Job]] = [:]
        var promised: [String: Int] = [:]
        for row in records.map(\.row) {
            if let key = row.scheduleID.flatMap({ keys[$0] }) {
                jobs[key.definition, default: []].append(
                    DemoNightRow.Job(
                        seller: key.seller, scheduledAt: row.scheduledAt ?? row.createdAt, state: row.state))
            } else if row.kind == ChainJob.kind, let text = row.result?.inline,
                let told = try? JSONValue(parsing: text.utf8), let name = told["definition"]?.string,
                case .integer(let count)? = told["jobs"]
            {
                promised[name, default: 0] += Int(count)
            }
        }
        let followers = Set(definitions.compactMap { $0.then?.run })
        return definitions.map { it in
            var row = DemoNightRow(definition: it.name, hasCursor: it.cursor != nil, jobs: jobs[it.name] ?? [])
            if followers.contains(it.name) { row.promised = promised[it.name] ?? 0 }
            guard let schedule = it.schedule else { return row }
            for seller in sellers where it.sellers.includes(seller) {
                let plan = schedule.plan(of: it.name, for: seller, by: it.clock)
                let all = plan.schedule.last(1000, from: night.start - plan.delay, through: night.end - plan.delay)
                row.due[seller.id] = Set(all.filter { $0 + plan.delay > ready })
                row.early[seller.id] = Set(all.filter { $0 + plan.delay <= ready })
            }
            return row
        }
    }
}
