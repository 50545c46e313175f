import JobModel
import JobStore
import Overview

/// How a run of a job ended.
struct AttemptLine {
    let run: String
    let outcomeTone: String
    let outcome: String
    let ended: Instant
    let runTook: String
    let status: String
    let callTook: String
    /// The ids of the call that was last, and of that which decided, where it was another one.
    let requests: [String]
    let message: String?

    /// - Parameter isToldAlready: Whether its message stands elsewhere on the page.
    init(_ attempt: AttemptRow, isToldAlready: Bool = false, now: Timestamp) {
        run = "\(attempt.run)"
        outcome = attempt.outcome
        outcomeTone =
            switch attempt.outcome {
            case "succeeded": "good"
            case "retry", "throttled", "interrupted": "warning"
            case "fail", "quarantine", "park", "lost": "bad"
            default: "none"
            }
        ended = attempt.endedAt.shown(now)
        runTook = attempt.startedAt.map { (attempt.endedAt - $0).took } ?? "–"
        status = (attempt.lastCall?.status ?? attempt.failure?.status).map { "\($0)" } ?? "–"
        callTook = attempt.lastCall?.duration.map(\.took) ?? "–"
        let ids = [attempt.lastCall?.requestID, attempt.failure?.requestID].compactMap(\.self)
        requests = ids.first == ids.last ? Array(ids.prefix(1)) : ids
        message = isToldAlready ? nil : attempt.failure?.message
    }
}

/// A step that a job has made with Amazon.
struct StepLine {
    let stepWords: String
    let stepAt: Instant?
    /// How long after the step before.
    let stepAfter: String?
    let stepID: String?
    let stepRequest: String?

    /// - Parameter start: When the job was put in, from which the first step is measured.
    static func all(_ steps: JobSteps, since start: Timestamp, now: Timestamp) -> [StepLine] {
        var last = start
        return steps.steps.map { step in
            defer { last = step.at ?? last }
            return StepLine(
                stepWords: step.words, stepAt: step.at?.shown(now), stepAfter: step.at.map { ($0 - last).took },
                stepID: step.id, stepRequest: step.requestID)
        }
    }
}
