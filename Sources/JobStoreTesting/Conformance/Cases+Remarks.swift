import JobModel
import JobStore

extension StoreConformance {
    static let remarkCases: [StoreCase] = [
        StoreCase("A remark about a seller is written once, until another one of its kind is made") { bench in
            func tell(_ seller: String, _ kind: String, _ message: String) async throws {
                try await bench.store.tell(SellerRemark(key: bench.key(seller), kind: kind, message: message))
            }
            try await tell("s", "renewalDue", "Soon.")
            try await tell("s", "renewalDue", "Soon.")
            try await tell("other", "renewalDue", "Soon.")
            try await tell("s", "another", "Soon.")
            try await tell("s", "renewalDue", "Now.")
            try await tell("s", "renewalDue", "Soon.")
            let events = try await bench.store.events(after: 0, limit: 10)
            try expectEqual(events.map(\.seller), ["s", "other", "s", "s", "s"], "the sellers")
            try expectEqual(
                events.map { $0.failure?.message }, ["Soon.", "Soon.", "Soon.", "Now.", "Soon."], "the sentences")
        },
        StoreCase("A remark about an application is written once, until another one of its kind is made") { bench in
            func tell(_ application: String, _ kind: String, _ message: String) async throws {
                try await bench.store.tell(
                    ApplicationRemark(application: application, kind: kind, message: message))
            }
            try await tell("main", "clientSecretDue", "Soon.")
            try await bench.store.tell(
                SellerRemark(key: bench.key("s"), kind: "clientSecretDue", message: "About a seller."))
            try await tell("main", "clientSecretDue", "Soon.")
            try await tell("second", "clientSecretDue", "Soon.")
            try await tell("main", "clientSecretStage", "Soon.")
            try await tell("main", "clientSecretDue", "Now.")
            let events = try await bench.store.events(after: 0, limit: 10)
            try expectEqual(
                events.map(\.kind),
                ["clientSecretDue", "clientSecretDue", "clientSecretDue", "clientSecretStage", "clientSecretDue"],
                "the kinds")
            try expectEqual(events.map(\.seller), [nil, "s", nil, nil, nil], "the sellers")
            try expectEqual(events[4].failure?.message, "Now.", "the sentence")
            try expectEqual(events[4].actor, "worker", "who said it")
        },
    ]
}
