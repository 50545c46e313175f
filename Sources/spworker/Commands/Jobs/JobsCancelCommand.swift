import ArgumentParser
import JobModel
import JobStore

/// `spworker jobs cancel`.
struct JobsCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Call jobs off.",
        discussion: """
            Waiting jobs end at once; a running one is stopped by its worker at the next chance.

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
            var requested = 0
            for start in stride(from: 0, to: ids.count, by: JobTargets.batch) {
                let batch = Array(ids[start..<min(ids.count, start + JobTargets.batch)])
                for (id, answer) in zip(batch, try await session.store.cancel(batch)) {
                    switch answer {
                    case .cancelled: answers.add(id)
                    case .requested:
                        answers.add(id)
                        requested += 1
                    case .ended(let state): answers.refuse(id, "it has ended already, it \(Self.past(state)).")
                    case .unknown: answers.refuse(id, "there is no such job.")
                    }
                }
            }
            if requested > 0, !session.console.isJSON {
                Console.printError(
                    "note: \(counted(requested, "job")) of these \(requested == 1 ? "runs" : "run"); the worker stops "
                        + "\(requested == 1 ? "it" : "them") at the next chance.")
            }
            try answers.report("cancelled", to: session.console)
        }
    }

    private static func past(_ state: JobState) -> String {
        state == .succeeded || state == .failed ? state.word : "was \(state.word)"
    }
}
