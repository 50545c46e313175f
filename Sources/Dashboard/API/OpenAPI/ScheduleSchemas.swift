import OperationCatalogue

/// What is told of definitions and said about them.
enum ScheduleSchemas {
    static let all: [String: JSONValue] = [
        "Schedule": Schema.answer(
            "A job definition.",
            [
                "name": Schema.text, "kind": Schema.text, "operation": Schema.text,
                "schedule": Schema.about(
                    "When it fires, as it is written; `null` when it runs by hand.", Schema.optional(Schema.text)),
                "timezone": Schema.optional(Schema.text), "sellers": Schema.count, "file": Schema.text,
                "paused": Schema.about("Sellers for whom it is paused.", Schema.count),
                "failing": Schema.about("Sellers whose last job failed.", Schema.count),
                "nextFireAt": Schema.optional(Schema.time), "lastFireAt": Schema.optional(Schema.time),
                "then": Schema.optional(Schema.ref("FollowUp")),
                "needsItem": Schema.about("Whether another definition runs it for what it finds.", Schema.flag),
                "problem": Schema.about("Why it cannot be used.", Schema.optional(Schema.text)),
            ],
            example: [
                "name": "orders-sync", "kind": "request", "operation": "orders.searchOrders",
                "schedule": "*/15 * * * *", "timezone": "Europe/Berlin", "sellers": 3, "file": "jobs/orders-sync.yaml",
                "paused": 0, "failing": 0, "nextFireAt": "2026-02-01T12:15:00.000Z",
                "lastFireAt": "2026-02-01T12:00:00.000Z", "then": nil, "needsItem": false, "problem": nil,
            ]),
        "FollowUp": Schema.answer(
            "What follows a job's success.",
            ["run": Schema.text, "forEach": Schema.optional(Schema.text), "limit": Schema.count]),
        "ScheduleList": Schema.answer("Definitions by name.", ["definitions": Schema.list(Schema.ref("Schedule"))]),
        "ScheduleRun": Schema.answer(
            "The jobs, one for each seller and region.",
            [
                "jobs": Schema.list(
                    Schema.answer(
                        "A job.",
                        [
                            "seller": Schema.text, "region": Schema.text, "id": Schema.integer,
                            "isNew": Schema.about(
                                "Whether it was put in now; otherwise it has not ended.", Schema.flag),
                        ]))
            ]),
        "SchedulePaused": Schema.answer("What changed.", ["definition": Schema.text, "paused": Schema.count]),
        "ScheduleResumed": Schema.answer("What changed.", ["definition": Schema.text, "resumed": Schema.count]),
        "ScheduleChange": change,
        "SellerChoice": Schema.wish(
            "For whom; without members for all.", choice, examples: [["seller": "acme", "region": "EU"]]),
    ]

    private static let choice: [String: JSONValue] = [
        "seller": Schema.optional(Schema.name(200)), "region": Schema.optional(Schema.words(["NA", "EU", "FE"])),
    ]

    /// For whom something is changed, and why.
    static let change = Schema.wish(
        "For whom, and why.", choice.merging(["reason": Schema.optional(Schema.name(500))]) { $1 },
        examples: [["seller": "acme", "reason": "stock count"]])
}
