import JobModel
import JobStore

extension StoreConformance {
    static let tokenCases: [StoreCase] = [
        StoreCase("Tokens are told by seller and region, grantless ones last, each once") { bench in
            let rows = [
                token("k4", seller: nil, scope: "scope", bench.now),
                token("k3", seller: "b", bench.now), token("k2", seller: "a", region: "NA", bench.now),
                token("k1", seller: "a", bench.now),
            ]
            try await bench.store.saveTokens(rows, gone: [], of: first)
            try expectEqual(try await bench.store.tokens(), rows.reversed(), "the tokens")
            bench.advance(.seconds(3000))
            let fresh = token("k3", seller: "b", bench.now)
            try await bench.store.saveTokens([fresh], gone: [], of: first)
            try expectEqual(try await bench.store.tokens()[2], fresh, "a token that was replaced")
            try expectEqual(try await bench.store.tokens().count, 4, "tokens")
        },
        StoreCase("A token that is gone is told no more, and one that was never there is no trouble") { bench in
            try await bench.store.saveTokens([token("k1", seller: "a", bench.now)], gone: [], of: first)
            try await bench.store.saveTokens([token("k2", seller: "a", bench.now)], gone: ["k1", "k9"], of: first)
            try expectEqual(try await bench.store.tokens().map(\.key), ["k2"], "what is left")
            try await bench.store.saveTokens([token("k2", seller: "b", bench.now)], gone: ["k2"], of: first)
            try expectEqual(try await bench.store.tokens().map(\.seller), ["b"], "one that went and came")
        },
        StoreCase("Tokens go when a worker says so, and when the next one takes over") { bench in
            try await bench.store.saveTokens([token("k1", seller: "a", bench.now)], gone: [], of: first)
            try await bench.store.clearTokens(of: first)
            try expectEqual(try await bench.store.tokens(), [], "after a good end")
            try await bench.store.saveTokens([token("k1", seller: "a", bench.now)], gone: [], of: first)
            try await bench.crash()
            try expectEqual(try await bench.store.tokens(), [], "after a crash")
        },
        StoreCase("Each worker has tokens of its own, and drops nobody else's") { bench in
            let other = WorkerID("another worker")
            let rows = [
                token("k1", seller: "a", bench.now), token("k1", of: other, seller: "a", bench.now),
                token("k2", seller: "b", bench.now),
            ]
            try await bench.store.saveTokens([rows[0], rows[2]], gone: [], of: first)
            try await bench.store.saveTokens([rows[1]], gone: ["k2"], of: other)
            try expectEqual(try await bench.store.tokens(), rows, "the tokens of both")
            try await bench.store.clearTokens(of: first)
            try expectEqual(try await bench.store.tokens(), [rows[1]], "the other one's")
            _ = try await bench.store.recover(as: other)
            try expectEqual(try await bench.store.tokens(), [rows[1]], "what a worker that recovers holds itself")
            _ = try await bench.store.recover(as: first)
            try expectEqual(try await bench.store.tokens(), [], "after it was found dead")
        },
    ]

    private static let first = WorkerID("a worker")

    private static func token(
        _ key: String, of worker: WorkerID = first, seller: String?, region: String = "EU", scope: String? = nil,
        _ now: Timestamp
    ) -> TokenRow {
        TokenRow(
            worker: worker, key: key, application: "main", seller: seller, region: seller == nil ? nil : region,
            scope: scope,
            fingerprint: seller.map { "f-\($0)" }, obtainedAt: now, expiresAt: now + .seconds(3600))
    }
}
