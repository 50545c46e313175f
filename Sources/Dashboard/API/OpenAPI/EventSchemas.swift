import OperationCatalogue

/// What is told of events.
enum EventSchemas {
    static let all: [String: JSONValue] = [
        "Event": Schema.answer(
            "Something that happened to a seller or an application, or that somebody did.",
            [
                "id": Schema.integer, "at": Schema.time,
                "kind": Schema.about("What happened, such as `revoked`, `restored` or `jobsRetried`.", Schema.text),
                "application": Schema.optional(Schema.text), "seller": Schema.optional(Schema.text),
                "region": Schema.optional(Schema.text), "from": Schema.optional(Schema.text),
                "to": Schema.optional(Schema.text), "error": Schema.optional(Schema.ref("Failure")),
                "fingerprintBefore": Schema.optional(Schema.text), "fingerprintAfter": Schema.optional(Schema.text),
                "note": Schema.optional(Schema.text),
                "actor": Schema.about("`worker`, or who did it: `api:operator@127.0.0.1`.", Schema.text),
            ],
            example: [
                "id": 311, "at": "2026-02-01T12:00:00.000Z", "kind": "revoked", "application": "main", "seller": "acme",
                "region": "EU", "from": "suspect", "to": "revoked",
                "error": ["kind": "token.invalidGrant", "message": "Refused.", "status": 400, "requestId": nil],
                "fingerprintBefore": nil, "fingerprintAfter": nil, "note": nil, "actor": "worker",
            ]),
        "EventPage": Schema.answer(
            "Events, oldest first.",
            [
                "events": Schema.list(Schema.ref("Event")),
                "next": Schema.about("What to say as `after` to go on.", Schema.count),
            ]),
    ]
}
