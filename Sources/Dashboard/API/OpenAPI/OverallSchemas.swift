import JobModel
import OperationCatalogue

/// What is told of applications, of workers and of what goes wrong.
enum OverallSchemas {
    static let all: [String: JSONValue] = [
        "ApplicationList": Schema.answer(
            "Applications by name.", ["applications": Schema.list(Schema.ref("Application"))]),
        "Application": Schema.answer(
            "An application that is registered with Amazon.",
            [
                "application": Schema.text, "configured": Schema.flag,
                "state": Schema.words(ApplicationState.allCases.map(\.word)), "since": Schema.optional(Schema.time),
                "error": Schema.optional(Schema.ref("Failure")), "pauseReason": Schema.optional(Schema.text),
                "blockedUntil": Schema.optional(Schema.time), "pauses": Schema.count, "sellers": Schema.count,
                "clientId": Schema.optional(Schema.text), "clientSecret": Schema.optional(Schema.text),
                "clientSecretCreatedAt": Schema.optional(Schema.time),
                "clientSecretEndsAt": Schema.optional(Schema.time),
                "clientSecretAge": Schema.about("Seconds.", Schema.optional(Schema.number)),
                "clientSecretAgeSource": Schema.optional(Schema.text),
            ]),
        "WorkerList": Schema.answer("Workers.", ["workers": Schema.list(Schema.ref("Worker"))]),
        "Worker": Schema.answer(
            "A process that works on the queue.", workerRow,
            and: [
                "state": Schema.words(["running", "draining", "silent", "gone"]), "heardAt": Schema.time,
                "running": Schema.count, "jobs": Schema.list(Schema.integer),
            ]),
        "WorkerRow": workerRow,
        "Problem": Schema.answer(
            "What went wrong (RFC 9457).",
            ["type": Schema.text, "title": Schema.text, "status": Schema.integer(400...599), "detail": Schema.text],
            optional: [
                "errors": Schema.list(
                    Schema.answer(
                        "What is wrong with one part of the request.",
                        [
                            "field": Schema.about("A parameter, a header field or a member of the body.", Schema.text),
                            "problem": Schema.about("The rest of a sentence that begins with the name.", Schema.text),
                        ]))
            ],
            example: [
                "type": "about:blank", "title": "The body is wrong", "status": 422,
                "detail": "'priority' must be a whole number from 0 to 9.",
                "errors": [["field": "priority", "problem": "must be a whole number from 0 to 9"]],
            ]),
        "OpenAPI": Schema.answer(
            "An OpenAPI document.",
            [
                "openapi": Schema.text, "jsonSchemaDialect": Schema.text, "info": ["type": "object"],
                "servers": Schema.list(["type": "object"]), "security": Schema.list(["type": "object"]),
                "tags": Schema.list(["type": "object"]), "paths": ["type": "object"], "components": ["type": "object"],
            ]),
    ]

    private static let workerRow = Schema.answer(
        "A worker as it announced itself.",
        [
            "id": Schema.text, "host": Schema.text, "pid": Schema.integer, "version": Schema.text,
            "startedAt": Schema.time, "leaseUntil": Schema.time, "draining": Schema.flag,
            "obstacle": Schema.about("Why it claims no jobs for now.", Schema.optional(Schema.text)),
        ],
        example: [
            "id": "4f0c", "host": "worker-1", "pid": 4711, "version": "1.0.0", "startedAt": "2026-02-01T12:00:00.000Z",
            "leaseUntil": "2026-02-01T12:00:45.000Z", "draining": false, "obstacle": nil,
        ])
}
