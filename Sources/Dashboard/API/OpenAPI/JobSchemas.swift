import JobModel
import OperationCatalogue

/// What is told of jobs.
enum JobSchemas {
    static let all: [String: JSONValue] = [
        "Job": job,
        "JobPage": Schema.answer(
            "Jobs, newest first.",
            [
                "jobs": Schema.list(Schema.ref("Job")),
                "next": Schema.about("What to say as `before` for the next page.", Schema.optional(Schema.integer)),
            ]),
        "JobDetail": Schema.answer(
            "Everything about a job.", job,
            and: [
                "lastCall": Schema.optional(Schema.ref("Call")),
                "params": Schema.about("The parameters.", Schema.anything),
                "body": Schema.optional(Schema.text), "options": Schema.anything,
                "output": Schema.about("The template of the output path.", Schema.optional(Schema.text)),
                "outputs": Schema.list(Schema.ref("Output")), "attempts": Schema.list(Schema.ref("Attempt")),
                "obstacle": Schema.about("Why workers claim no jobs for now.", Schema.optional(Schema.text)),
                "withheld": Schema.about("Members that are there and not shown.", Schema.list(Schema.text)),
            ]),
        "Failure": Schema.answer(
            "What went wrong.",
            [
                "kind": Schema.text, "message": Schema.text, "status": Schema.optional(Schema.integer),
                "requestId": Schema.optional(Schema.text),
            ],
            example: ["kind": "http.serverError", "message": "Amazon failed.", "status": 503, "requestId": "b1946ac9"]),
        "Result": Schema.answer(
            "What came of a job.",
            [
                "status": Schema.optional(Schema.integer), "bytes": Schema.optional(Schema.count),
                "sha256": Schema.optional(Schema.text), "path": Schema.optional(Schema.text),
                "inline": Schema.about("The answer's exact text, where it is small.", Schema.optional(Schema.text)),
                "pages": Schema.optional(Schema.count),
            ]),
        "Call": Schema.answer(
            "A call to Amazon.",
            [
                "status": Schema.optional(Schema.integer), "requestId": Schema.optional(Schema.text),
                "rateLimit": Schema.optional(Schema.number), "startedAt": Schema.optional(Schema.time),
                "endedAt": Schema.optional(Schema.time),
            ]),
        "Output": Schema.answer(
            "A file or object that a job wrote.",
            [
                "location": Schema.text, "host": Schema.optional(Schema.text), "bytes": Schema.count,
                "sha256": Schema.text, "writtenAt": Schema.time,
            ]),
        "Attempt": Schema.answer(
            "How one run ended.",
            [
                "run": Schema.count, "worker": Schema.optional(Schema.text), "startedAt": Schema.optional(Schema.time),
                "endedAt": Schema.time, "outcome": Schema.text, "error": Schema.optional(Schema.ref("Failure")),
                "lastCall": Schema.optional(Schema.ref("Call")),
            ]),
        "Obstacle": Schema.answer(
            "One thing that holds something up.",
            [
                "code": Schema.about("A stable word, such as `parked` or `noWorker`.", Schema.text),
                "sentence": Schema.text, "cure": Schema.optional(Schema.text),
            ],
            example: ["code": "noWorker", "sentence": "No worker is running.", "cure": "spworker run"]),
        "Explanation": Schema.answer(
            "Why a job stands where it stands.",
            [
                "id": Schema.integer, "state": state, "label": label,
                "ready": Schema.about("Whether it waits for nothing but its turn.", Schema.flag),
                "reasons": Schema.list(Schema.ref("Obstacle")),
            ]),
    ]

    private static let state = Schema.words(JobState.allCases.map(\.word))

    private static let label = Schema.about(
        "What it waits for; `null` unless it waits.", Schema.optional(Schema.words(JobLabel.allCases.map(\.rawValue))))

    private static let job = Schema.answer(
        "A job.",
        [
            "id": Schema.integer, "kind": Schema.text, "seller": Schema.optional(Schema.text),
            "region": Schema.optional(Schema.text), "application": Schema.text, "operation": Schema.text,
            "state": state, "label": label, "priority": Schema.integer(0...9), "runAt": Schema.time,
            "attempt": Schema.count, "maxAttempts": Schema.count, "runs": Schema.count, "crashes": Schema.count,
            "createdAt": Schema.time, "startedAt": Schema.optional(Schema.time),
            "finishedAt": Schema.optional(Schema.time), "uniqueKey": Schema.optional(Schema.text),
            "deadline": Schema.optional(Schema.time), "error": Schema.optional(Schema.ref("Failure")),
            "result": Schema.optional(Schema.ref("Result")),
            "checkpoint": Schema.about("How far its run has come, for the next one.", Schema.anything),
            "progress": Schema.about("How far it has come, for people and programs.", Schema.anything),
        ],
        example: [
            "id": 42, "kind": "request", "seller": "acme", "region": "EU", "application": "main",
            "operation": "orders.searchOrders@2026-01-01", "state": "waiting", "label": "ready", "priority": 5,
            "runAt": "2026-02-01T12:00:00.000Z", "attempt": 0, "maxAttempts": 8, "runs": 0, "crashes": 0,
            "createdAt": "2026-02-01T12:00:00.000Z", "startedAt": nil, "finishedAt": nil, "uniqueKey": nil,
            "deadline": nil, "error": nil, "result": nil, "checkpoint": nil, "progress": nil,
        ])
}
