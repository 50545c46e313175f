import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// The jobs that `retry` and `cancel` act on: by number, or by what they are.
struct JobTargets: ParsableArguments {
    @Argument(help: ArgumentHelp("The jobs' numbers.", valueName: "id"), transform: JobArgument.id)
    var ids: [JobID] = []

    @OptionGroup var selection: JobSelection

    /// How many jobs go into one transaction.
    static let batch = 500

    mutating func validate() throws {
        if ids.isEmpty, selection.isEmpty {
            throw ValidationError("Name jobs by number, or choose them by --state or --seller.")
        }
        if !ids.isEmpty, !selection.isEmpty { throw ValidationError("Name jobs by number or by filters, not both.") }
    }

    /// Whether the jobs are chosen by filters, and so may be more than the user thinks.
    var isBulk: Bool { ids.isEmpty }

    /// The jobs' numbers, oldest first where they are chosen by filters.
    func resolve(_ session: QueueSession, among states: Set<JobState>) async throws -> [JobID] {
        guard isBulk else {
            var seen: Set<JobID> = []
            return ids.filter { seen.insert($0).inserted }
        }
        var filter = try selection.filter(now: session.composition.now, limit: .max)
        let named = filter.states
        filter.states = named.isEmpty ? states : named.intersection(states)
        guard !filter.states.isEmpty else { return [] }
        return try await JobPages(session.store).jobs(filter).jobs.map(\.row.id).reversed()
    }

    /// The selection in words, for a question.
    var words: String {
        [
            selection.state.isEmpty ? nil : selection.state.joined(separator: ","), selection.seller.map { "of \($0)" },
            selection.operation.map { "with operation \($0)" }, selection.kind.map { "of kind \($0)" },
            selection.older.map { "older than \($0)" }, selection.newer.map { "newer than \($0)" },
        ].compactMap { $0 }.joined(separator: " ")
    }
}

/// What became of jobs that a command changed.
struct JobAnswers {
    private(set) var done: [JobID] = []
    /// Jobs that are still to change: their worker was asked.
    private(set) var requested: [JobID] = []
    private(set) var refused: [(id: JobID, reason: String)] = []

    /// Takes note of a job that was changed.
    mutating func add(_ id: JobID) { done.append(id) }

    /// Takes note of a job whose worker was asked to change it.
    mutating func request(_ id: JobID) { requested.append(id) }

    /// Takes note of a job that was not.
    mutating func refuse(_ id: JobID, _ reason: String) { refused.append((id, reason)) }

    /// Prints the answers; `word` says what was done, `more` holds further fields for JSON.
    ///
    /// - Throws: `Failure` with code `no` when a job was not changed.
    func report(_ word: String, more: [String: JSONValue] = [:], to console: Console) throws {
        if console.isJSON {
            let fields: [String: JSONValue] = [
                word: .array(done.map { .integer($0.value) }),
                "refused": .array(
                    refused.map { .object(["id": .integer($0.id.value), "reason": .string($0.reason)]) }),
            ]
            console.json(.object(fields.merging(more) { $1 }))
        } else {
            if done.count == 1 { console.line("Job \(done[0]) \(word).") }
            if done.count > 1 { console.line("\(done.count) jobs \(word).") }
            if requested.count == 1 {
                console.line("Job \(requested[0]) runs and was asked to stop; its worker stops it at the next chance.")
            }
            if requested.count > 1 {
                console.line(
                    "\(requested.count) jobs run and were asked to stop; their worker stops them at the next chance.")
            }
            if done.isEmpty, requested.isEmpty, refused.isEmpty { console.line("No jobs match; nothing was changed.") }
            for (id, reason) in refused { Console.printError("Job \(id): \(reason)") }
        }
        if !refused.isEmpty { throw Failure(.no) }
    }
}
