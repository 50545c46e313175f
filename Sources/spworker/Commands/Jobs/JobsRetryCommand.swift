import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker jobs retry`.
struct JobsRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Reopen jobs that failed, were cancelled or are in quarantine.",
        discussion: """
            Attempts start anew, and a deadline that has passed is dropped. A job in quarantine may have had its effect already: look first, then say --yes.

            Example: spworker jobs retry --state failed --seller acme --newer 1d
            """)

    @OptionGroup var targets: JobTargets

    @Flag(help: "Do not ask, and reopen jobs in quarantine too.")
    var yes = false

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        let states = try targets.selection.states()
        if targets.isBulk, states.isEmpty { throw ValidationError("Say which jobs: --state failed, for example.") }
        if let wrong = states.first(where: { ![.failed, .cancelled, .quarantined].contains($0) }) {
            throw ValidationError(
                "Jobs that are \(wrong.word) cannot be reopened; say failed, cancelled or quarantined.")
        }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            let ids = try await targets.resolve(session, among: [.failed, .cancelled, .quarantined])
            if targets.isBulk, !ids.isEmpty {
                try await Confirmation.require("Reopen \(counted(ids.count, "job")) (\(targets.words))?", yes: yes)
            }
            // Whoever names the state in a bulk request, and agrees, has confirmed it.
            let confirmed = try yes || targets.selection.states().contains(.quarantined)
            var answers = JobAnswers()
            var dropped: [(id: JobID, deadline: Timestamp)] = []
            for start in stride(from: 0, to: ids.count, by: JobTargets.batch) {
                let batch = Array(ids[start..<min(ids.count, start + JobTargets.batch)])
                let deed = targets.telling(.jobsRetried, batch, in: session, RetryAnswer.isChange)
                let retried = try await session.store.retry(batch, confirmed: confirmed, telling: deed)
                for (id, answer) in zip(batch, retried) {
                    if let reason = Self.refusal(answer, id) {
                        answers.refuse(id, reason)
                    } else {
                        answers.add(id)
                        if case .reopened(let deadline?) = answer { dropped.append((id, deadline)) }
                    }
                }
            }
            if !session.console.isJSON {
                for (id, deadline) in dropped {
                    Console.printError(
                        "note: the deadline of job \(id) (\(deadline.iso8601)) has passed; it runs without one now.")
                }
            }
            try answers.report(
                "reopened", more: ["deadlineDropped": .array(dropped.map { .integer($0.id.value) })],
                to: session.console)
        }
    }

    /// Why the job was not reopened, or `nil` when it was.
    static func refusal(_ answer: RetryAnswer, _ id: JobID) -> String? {
        switch answer {
        case .reopened: nil
        case .open(let state):
            "it has not ended, it is \(state.word). 'spworker jobs explain \(id)' says what it waits for."
        case .needsConfirmation:
            "it is in quarantine: a call of it may have had its effect. Look at Amazon, then say --yes to repeat it."
        case .succeeded: "it succeeded. Put a new job in to do it once more."
        case .duplicate(let other): "job \(other) has the same unique key and has not ended."
        case .unknown: "there is no such job."
        }
    }
}
