import JobModel
import OperationCatalogue

/// What is told of sellers and said about them.
enum SellerSchemas {
    static let all: [String: JSONValue] = [
        "Seller": seller,
        "SellerPage": Schema.answer(
            "Sellers by id, region and application.",
            [
                "sellers": Schema.list(Schema.ref("Seller")),
                "next": Schema.about("What to say as `after` for the next page.", Schema.optional(Schema.text)),
            ]),
        "SellerStory": Schema.answer(
            "A seller's story.", seller,
            and: [
                "firstFailureAt": Schema.about("When the present trouble began.", Schema.optional(Schema.time)),
                "parkedSince": Schema.optional(Schema.time), "nextProbeAt": Schema.optional(Schema.time),
                "oldestDueAt": Schema.optional(Schema.time),
                "cure": Schema.about("What to do first.", Schema.optional(Schema.text)),
                "reasons": Schema.list(Schema.ref("Obstacle")), "lanes": Schema.list(Schema.ref("Lane")),
                "events": Schema.about("Oldest first.", Schema.list(Schema.ref("Event"))),
            ]),
        "SellerStories": Schema.answer(
            "The seller, for each of its regions.", ["sellers": Schema.list(Schema.ref("SellerStory"))]),
        "SellerChange": Schema.wish(
            "In which region, and why; without members in all of them.",
            [
                "region": Schema.optional(Schema.words(["NA", "EU", "FE"])),
                "reason": Schema.optional(Schema.name(500)),
            ], examples: [["region": "EU", "reason": "stock count"]]),
        "SellersPaused": Schema.answer(
            "What was paused.", ["paused": Schema.list(Schema.answer("A seller.", key))]),
        "SellersResumed": Schema.answer(
            "What goes on.",
            [
                "resumed": Schema.list(
                    Schema.answer(
                        "A seller, as it was before.",
                        key.merging([
                            "from": state, "wasPaused": Schema.flag, "waiting": Schema.count,
                        ]) { $1 }))
            ]),
        "SellersProbed": Schema.answer(
            "What came of it.",
            [
                "sellers": Schema.list(
                    Schema.answer(
                        "A seller.",
                        key.merging([
                            "outcome": Schema.words(ProbeRequest.Outcome.allCases.map(\.rawValue)),
                            "state": Schema.optional(Schema.text), "reason": Schema.optional(Schema.text),
                        ]) { $1 }))
            ]),
    ]

    private static let key: [String: JSONValue] = [
        "seller": Schema.text, "region": Schema.text, "application": Schema.text,
    ]

    private static let state = Schema.words(AuthorizationState.allCases.map(\.word))

    private static let seller = Schema.answer(
        "A seller's authorization in a region.",
        key.merging([
            "configured": Schema.flag, "state": state, "since": Schema.optional(Schema.time),
            "error": Schema.optional(Schema.ref("Failure")), "blockedUntil": Schema.optional(Schema.time),
            "pauseReason": Schema.optional(Schema.text), "lastGoodAt": Schema.optional(Schema.time),
            "waiting": Schema.count,
            "parked": Schema.about("How many of them wait for the authorization to work again.", Schema.count),
            "paused": Schema.about("How many of them wait for somebody to lift the seller's pause.", Schema.count),
            "running": Schema.count,
            "sellerId": Schema.optional(Schema.text), "marketplaces": Schema.list(Schema.text),
            "refreshToken": Schema.about("Where it is looked for, never the token.", Schema.optional(Schema.text)),
            "sandbox": Schema.flag, "tags": Schema.list(Schema.text), "authorizedAt": Schema.optional(Schema.time),
            "renewBy": Schema.optional(Schema.time),
            "token": Schema.optional(
                Schema.answer("The access token's times.", ["obtainedAt": Schema.time, "expiresAt": Schema.time])),
        ]) { $1 },
        example: [
            "seller": "acme", "region": "EU", "application": "main", "configured": true, "state": "active",
            "since": "2026-01-01T00:00:00.000Z", "error": nil, "blockedUntil": nil, "pauseReason": nil,
            "lastGoodAt": "2026-02-01T11:30:00.000Z", "waiting": 12, "parked": 0, "paused": 0, "running": 1,
            "sellerId": "A2EXAMPLE", "marketplaces": ["A1PA6795UKMFR9"], "refreshToken": "env:ACME_TOKEN",
            "sandbox": false, "tags": ["premium"], "authorizedAt": nil, "renewBy": nil, "token": nil,
        ])
}
