import ArgumentParser
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// `spworker jobs cancel`.
struct JobsCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Call jobs off.",
        discussion: """
            Waiting jobs end at once. A running one is asked to stop and ends when its worker comes to it: with --json \
            it stands under 'requested', not under 'cancelled'. 'jobs wait' waits for its end.

            Example: spworker jobs cancel 42
            """)

    @OptionGroup var targets: JobTargets

    @Flag(help: "Do not ask before jobs that were chosen by filters are cancelled.")
    var yes = false

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if let wrong = try targets.selection.states().first(where: { [.succeeded, .failed, .cancelled].contains($0) }) {
            throw ValidationError("Jobs that are \(wrong.word) have ended; say waiting, running or quarantined.")
        }
    }

    func run() async throws {
        try await QueueSession.run(global) { session in
            let ids = try await targets.resolve(session, among: [.waiting, .running, .quarantined])
            if targets.isBulk, !ids.isEmpty {
                try await Confirmation.require("Cancel \(counted(ids.count, "job")) (\(targets.words))?", yes: yes)
            }
            var answers = JobAnswers()
            for start in stride(from: 0, to: ids.count, by: JobTargets.batch) {
                let batch = Array(ids[start..<min(ids.count, start + JobTargets.batch)])
                let deed = targets.telling(.jobsCancelled, batch, in: session, CancelAnswer.isChange)
                for (id, answer) in zip(batch, try await session.store.cancel(batch, telling: deed)) {
                    switch answer {
                    case .cancelled: answers.add(id)
                    case .requested: answers.request(id)
                    case .ended(let state): answers.refuse(id, "it has ended already, it \(Self.past(state)).")
                    case .unknown: answers.refuse(id, "there is no such job.")
                    }
                }
            }
            try answers.report(
                "cancelled", more: ["requested": .array(answers.requested.map { .integer($0.value) })],
                to: session.console)
        }
    }

    private static func past(_ state: JobState) -> String {
        state == .succeeded || state == .failed ? state.word : "was \(state.word)"
    }
}
