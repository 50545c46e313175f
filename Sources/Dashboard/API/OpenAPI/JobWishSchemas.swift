import OperationCatalogue

/// What is said to put jobs in and to change them, and what comes of it.
enum JobWishSchemas {
    static let all: [String: JSONValue] = [
        "NewJob": Schema.wish(
            "A job that is wanted. `null` is the same as leaving a member out.",
            [
                "kind": Schema.optional(Schema.words(["request", "report", "feed", "query"])),
                "seller": Schema.about(
                    "May be left out when there is one.", Schema.optional(Schema.name(200))),
                "region": Schema.about(
                    "May be left out when the seller has one.", Schema.optional(Schema.words(["NA", "EU", "FE"]))),
                "operation": Schema.about(
                    "An operation, or the type of a report or feed; nothing for a query.",
                    Schema.optional(Schema.name(200))),
                "params": Schema.about("The operation's parameters.", Schema.optional(["type": "object"])),
                "body": Schema.about(
                    "A request's JSON, a feed's content or the text of a query; a text is taken as it is.",
                    Schema.anything),
                "options": Schema.about(
                    "allPages, dataElements, marketplaces, from, to, reportOptions, reuse, uniqueFor, timeout and "
                        + "others; `file` is refused here.", Schema.optional(["type": "object"])),
                "runAt": time("Not before this instant."),
                "priority": Schema.about("0 first, 9 last.", Schema.optional(Schema.integer(0...9))),
                "uniqueKey": Schema.about(
                    "No second job of the seller with this key is let in while one has not ended.",
                    Schema.optional(Schema.name(200))),
                "maxAttempts": Schema.optional(Schema.integer(1...1000)),
                "deadline": time("The job fails when it has not ended by then."),
                "output": Schema.about("The template of the output path.", Schema.optional(Schema.name(1000))),
            ],
            examples: [
                ["seller": "acme", "operation": "sellers.getMarketplaceParticipations"],
                [
                    "kind": "report", "seller": "acme", "operation": "GET_MERCHANT_LISTINGS_ALL_DATA",
                    "options": ["marketplaces": ["DE"]], "priority": 3,
                ],
            ]),
        "Enqueued": Schema.answer(
            "What became of it.",
            [
                "id": Schema.about("The job's number.", Schema.integer),
                "duplicate": Schema.about("Whether it was there already.", Schema.flag),
                "warnings": Schema.list(Schema.text),
            ], example: ["id": 42, "duplicate": false, "warnings": []]),
        "Confirmation": Schema.wish(
            "Whether a job in quarantine may be repeated.", ["confirmed": Schema.optional(Schema.flag)],
            examples: [["confirmed": true]]),
        "JobsToRetry": Schema.wish(
            "Which jobs.", ["ids": ids, "confirmed": Schema.optional(Schema.flag)], required: ["ids"],
            examples: [["ids": [41, 42]]]),
        "JobsToCancel": Schema.wish("Which jobs.", ["ids": ids], required: ["ids"], examples: [["ids": [41, 42]]]),
        "Reopened": Schema.answer(
            "What became of the jobs.",
            [
                "reopened": Schema.list(Schema.integer),
                "deadlineDropped": Schema.about(
                    "Those of them whose deadline had passed.", Schema.list(Schema.integer)),
                "refused": refused,
            ]),
        "Cancelled": Schema.answer(
            "What became of the jobs.",
            [
                "cancelled": Schema.list(Schema.integer),
                "requested": Schema.about("They run, and were asked to stop.", Schema.list(Schema.integer)),
                "refused": refused,
            ]),
    ]

    private static let ids: JSONValue = [
        "type": "array", "items": Schema.integer(1...Int64.max), "minItems": 1,
        "maxItems": .integer(Int64(JobWriteRoutes.most)), "uniqueItems": true,
    ]

    private static let refused = Schema.list(
        Schema.answer("A job that was not changed.", ["id": Schema.integer, "reason": Schema.text]))

    private static func time(_ words: String) -> JSONValue {
        .object([
            "description": .string(words + " ISO 8601 with its zone, or Unix seconds."),
            "anyOf": [
                ["type": "string", "format": "date-time"], Schema.integer(0...99_999_999_999), ["type": "null"],
            ],
        ])
    }
}
