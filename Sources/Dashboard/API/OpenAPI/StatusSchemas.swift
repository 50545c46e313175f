import JobModel
import OperationCatalogue

/// What is told of the whole.
enum StatusSchemas {
    static let all: [String: JSONValue] = [
        "Status": Schema.answer(
            "Whether it works, and who is stuck.",
            [
                "healthy": Schema.flag, "faults": Schema.list(Schema.text),
                "worker": Schema.answer(
                    "Who works on the queue.",
                    [
                        "running": Schema.flag, "holder": Schema.optional(Schema.text),
                        "workers": Schema.list(Schema.ref("WorkerRow")),
                    ]),
                "jobs": Schema.answer(
                    "Jobs by state.", counts(JobState.allCases.map(\.word))),
                "waiting": Schema.answer(
                    "Waiting jobs by what they wait for.", counts(JobLabel.allCases.map(\.rawValue))),
                "waitingSampled": Schema.about("Whether more jobs wait than were looked at.", Schema.flag),
                "oldestReady": Schema.about(
                    "For how many seconds the oldest ready job has waited.", Schema.optional(Schema.number)),
                "inbox": Schema.count, "notices": Schema.count,
                "applications": Schema.list(
                    Schema.answer(
                        "An application that needs somebody.",
                        [
                            "application": Schema.text, "state": Schema.words(ApplicationState.allCases.map(\.word)),
                            "since": Schema.time, "pauseReason": Schema.optional(Schema.text),
                            "error": Schema.optional(Schema.ref("Failure")),
                            "blockedUntil": Schema.optional(Schema.time), "pauses": Schema.count,
                        ])),
                "renewals": Schema.list(
                    Schema.answer(
                        "A seller that must authorize anew.",
                        [
                            "seller": Schema.text, "region": Schema.text, "application": Schema.text,
                            "authorizedAt": Schema.time, "renewBy": Schema.time, "passed": Schema.flag,
                        ])),
                "sellers": Schema.list(
                    Schema.answer(
                        "A seller that does not work.",
                        [
                            "seller": Schema.text, "region": Schema.text, "application": Schema.text,
                            "state": Schema.words(AuthorizationState.allCases.map(\.word)), "since": Schema.time,
                            "pauseReason": Schema.optional(Schema.text),
                            "error": Schema.optional(Schema.ref("Failure")),
                        ])),
            ])
    ]

    private static func counts(_ words: [String]) -> [String: JSONValue] {
        Dictionary(words.map { ($0, Schema.count) }) { first, _ in first }
    }
}
