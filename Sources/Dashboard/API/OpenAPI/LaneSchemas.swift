import OperationCatalogue

/// What is told of lanes.
enum LaneSchemas {
    static let all: [String: JSONValue] = [
        "Plan": Schema.answer(
            "Calls per second, and calls at once.", ["rate": Schema.number, "burst": Schema.count],
            example: ["rate": 0.5, "burst": 30]),
        "Lane": Schema.answer(
            "A usage plan in force.",
            [
                "id": Schema.integer, "application": Schema.text,
                "seller": Schema.about("`null` where calls need no seller's grant.", Schema.optional(Schema.text)),
                "region": Schema.optional(Schema.text), "operation": Schema.text, "plan": Schema.ref("Plan"),
                "configuredPlan": Schema.ref("Plan"), "blockedUntil": Schema.optional(Schema.time),
                "refusals": Schema.count, "pauseReason": Schema.optional(Schema.text), "waiting": Schema.count,
                "running": Schema.count, "nextAt": Schema.optional(Schema.time),
            ],
            example: [
                "id": 7, "application": "main", "seller": "acme", "region": "EU",
                "operation": "orders.searchOrders@2026-01-01", "plan": ["rate": 0.5, "burst": 30],
                "configuredPlan": ["rate": 0.5, "burst": 30], "blockedUntil": nil, "refusals": 0, "pauseReason": nil,
                "waiting": 12, "running": 1, "nextAt": "2026-02-01T12:00:00.000Z",
            ]),
        "LanePage": Schema.answer(
            "Lanes by number.",
            [
                "lanes": Schema.list(Schema.ref("Lane")),
                "next": Schema.about("What to say as `after` for the next page.", Schema.optional(Schema.integer)),
            ]),
        "Reason": Schema.wish(
            "Why, for whoever wonders.", ["reason": Schema.optional(Schema.name(500))],
            examples: [["reason": "odd answers"]]),
        "Nothing": Schema.wish("An empty object.", [:], examples: [[:]]),
    ]
}
