import JobModel
import JobStore
import Overview

/// What a job's page says.
struct JobView {
    /// Something that holds the job up, or that became of it.
    struct Reason {
        let sentence: String
        /// What to do, in words.
        let advice: String?
        /// What to type.
        let cureCommand: String?

        init(_ reason: Explanation.Reason) {
            sentence = reason.sentence
            let isCommand = reason.cure?.hasPrefix("spworker ") ?? false
            advice = isCommand ? nil : reason.cure
            cureCommand = isCommand ? reason.cure : nil
        }
    }

    /// What went wrong.
    struct Problem {
        /// `nil` when it stands among the reasons already.
        let problemText: String?
        let problemKind: String
        let problemRequest: String?
    }

    let number: String
    let tone: String
    let word: String
    let inDoubt: Bool
    let isStopping: Bool
    let titleText: String
    let owner: String
    let ownerPath: String?
    let whyTitle: String
    let whyTone: String
    let reasons: [Reason]
    let facts: [JobFact]
    let problem: Problem?
    let result: JobResultView?
    let files: [JobResultView.File]
    let hasFiles: Bool
    let steps: [StepLine]
    let hasSteps: Bool
    let attempts: [AttemptLine]
    let hasAttempts: Bool
    let attemptsNote: String?
    let parameters: ShownText?
    let options: ShownText?
    let body: ShownText?
    let bodyWithheld: String?
    let canRetry: Bool
    let canCancel: Bool
    let needsConfirmation: Bool
    let retryPath: String
    let cancelPath: String

    init(_ sight: JobSight, place: String, isOperator: Bool, now: Timestamp) {
        let record = sight.record
        let row = record.row
        let standing = record.standing
        number = row.id.description
        (tone, word) = (standing.style.tone, record.label == nil ? standing.text : "waiting (\(standing.text))")
        inDoubt = row.isInDoubt
        isStopping = row.state == .running && row.cancelRequested
        titleText = record.operationText
        owner = record.sellerText
        ownerPath = record.authorization.map { Links.seller($0.key) }
        whyTitle =
            switch row.state {
            case .waiting: sight.explanation.isReady ? "It is ready" : "Why it does not run"
            case .running: "What it does"
            case .succeeded, .failed, .cancelled, .quarantined: "What became of it"
            }
        whyTone = row.state == .waiting && !sight.explanation.isReady && standing.style == .bad ? "bad" : ""
        reasons = sight.explanation.reasons.map { Reason($0) }
        facts = JobFact.all(of: record, obstacle: sight.obstacle, now: now)
        let reasons = reasons
        problem = row.failure.map { failure in
            Problem(
                problemText: reasons.contains { $0.sentence.contains(failure.message) } ? nil : failure.message,
                problemKind: failure.kind + (failure.status.map { ", status \($0)" } ?? ""),
                problemRequest: failure.requestID)
        }
        result = JobResultView(record, sight.outputs, place: place, isOperator: isOperator)
        files = JobResultView.others(record, sight.outputs, place: place, now: now)
        hasFiles = !files.isEmpty
        steps = JobSteps(record).map { StepLine.all($0, since: row.createdAt, now: now) } ?? []
        hasSteps = !steps.isEmpty
        attempts = sight.attempts.reversed().enumerated().map { index, attempt in
            // The last one's message is told above.
            AttemptLine(
                attempt, isToldAlready: index == 0 && attempt.failure?.message == row.failure?.message, now: now)
        }
        hasAttempts = !attempts.isEmpty
        attemptsNote = row.run > AttemptRow.kept ? "The last \(AttemptRow.kept) runs are kept." : nil
        parameters = Self.shown(record.content?.parameters)
        options = Self.shown(record.content?.options)
        (body, bodyWithheld) = Self.body(record, isOperator: isOperator)
        canRetry = isOperator && JobDeeds.Action.retry.states.contains(row.state)
        canCancel = isOperator && JobDeeds.Action.cancel.states.contains(row.state) && !isStopping
        needsConfirmation = canRetry && (row.state == .quarantined || row.isInDoubt)
        retryPath = Links.job(row.id, "retry")
        cancelPath = Links.job(row.id, "cancel")
    }

    private static func shown(_ text: String?) -> ShownText? {
        text.flatMap { $0 == "{}" || $0.isEmpty ? nil : ShownText($0) }
    }

    private static func body(_ record: JobRecord, isOperator: Bool) -> (ShownText?, String?) {
        guard let text = record.content?.body, !text.isEmpty else { return (nil, nil) }
        let size = Words.counted(text.utf8.count, "byte")
        if record.hidesBody { return (nil, "\(size), not shown here: they may tell of people or hold a secret.") }
        if !isOperator { return (nil, "\(size), shown to operators.") }
        return (ShownText(text, longest: 4 << 10), nil)
    }
}
