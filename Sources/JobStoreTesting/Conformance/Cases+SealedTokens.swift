import JobModel
import JobStore

// Sealed tokens, and the turns in getting them.
extension StoreConformance {
    static let sealedTokenCases: [StoreCase] = keepingCases + turnCases

    private static let keepingCases = [
        StoreCase("A sealed token comes back byte for byte, and another one takes its place") { bench in
            let first = sealed("k1", bench.now, bytes: [0, 1, 255, 0])
            let second = sealed("k2", bench.now, bytes: Array(0...255))
            try await bench.store.keep([first, second])
            try expectEqual(try await bench.store.sealedToken(key: "k1"), first, "the first")
            try expectEqual(try await bench.store.sealedToken(key: "k2"), second, "the second")
            try expectEqual(try await bench.store.sealedToken(key: "k3"), nil, "one that was never there")
            bench.advance(.seconds(60))
            var fresh = sealed("k1", bench.now, bytes: [])
            fresh.keyID = "another"
            try await bench.store.keep([fresh])
            try expectEqual(try await bench.store.sealedToken(key: "k1"), fresh, "the one that took its place")
            try await bench.crash()
            try expectEqual(try await bench.store.sealedToken(key: "k1"), fresh, "after a crash")
        },
        StoreCase("A sealed token is dropped by its key, with all others, or only if it is still the same") { bench in
            let old = sealed("k1", bench.now, bytes: [1])
            let new = sealed("k1", bench.now, bytes: [2])
            try await bench.store.keep([old, sealed("k2", bench.now), sealed("k3", bench.now)])
            try await bench.store.keep([new])
            try expectEqual(try await bench.store.forgetSealed(old), false, "one that was replaced")
            try expectEqual(try await bench.store.sealedToken(key: "k1"), new, "what took its place")
            try expectEqual(try await bench.store.forgetSealed(new), true, "the one that is kept")
            try expectEqual(try await bench.store.forgetSealed(new), false, "one that is gone")
            try expectEqual(try await bench.store.forgetSealed(keys: ["k1", "k2"]), ["k2"], "by keys")
            try expectEqual(try await bench.store.forgetAllSealed(), ["k3"], "all")
            try expectEqual(try await bench.store.forgetAllSealed(), [], "none")
        },
        StoreCase("Sealed tokens are told while they live, and pruned when they do not") { bench in
            let short = SealedToken(
                key: "k1", keyID: "i", mintedAt: bench.now, expiresAt: bench.now + .seconds(60), sealed: [1])
            try await bench.store.keep([short, sealed("k2", bench.now)])
            try expectEqual(try await bench.store.keptTokens(), ["k1", "k2"], "two")
            bench.advance(.seconds(61))
            try expectEqual(try await bench.store.keptTokens(), ["k2"], "one that lives")
            let jobsOnly = Retention(endedIn: [.failed], longerAgoThan: .zero)
            try expectEqual(try await bench.store.prune(jobsOnly), 0, "rows when only jobs are meant")
            try expectEqual(try await bench.store.prune(Retention()), 1, "rows")
            try expectEqual(try await bench.store.sealedToken(key: "k1"), nil, "the expired one")
            try expect(try await bench.store.sealedToken(key: "k2") != nil, "the other one is gone")
        },
    ]

    private static let turnCases = [
        StoreCase("A turn is one owner's until it says so; others wait, and other keys are free") { bench in
            try expectEqual(try await take("k", "a", bench), true, "the first")
            try expectEqual(try await take("k", "b", bench), false, "the second")
            try expectEqual(try await take("other", "b", bench), true, "another key")
            try await bench.store.endTurn(key: "k", owner: "b")
            try expectEqual(try await take("k", "b", bench), false, "somebody else cannot end it")
            try await bench.store.endTurn(key: "k", owner: "a")
            try expectEqual(try await take("k", "b", bench), true, "after its end")
            try expectEqual(try await take("k", "a", bench), false, "then the first waits")
        },
        StoreCase("A turn is over after its time, unless its owner prolongs it") { bench in
            try expectEqual(try await take("k", "a", bench), true, "the first")
            bench.advance(.seconds(20))
            try expectEqual(try await take("k", "a", bench), true, "prolonged")
            bench.advance(.seconds(20))
            try expectEqual(try await take("k", "b", bench), false, "it still lasts")
            bench.advance(.seconds(10))
            try expectEqual(try await take("k", "b", bench), true, "it is over")
            try await bench.store.endTurn(key: "k", owner: "a")
            try expectEqual(try await take("k", "c", bench), false, "a late end ends nobody else's")
        },
        StoreCase("A clock that is set back does not make a turn last longer") { bench in
            try expectEqual(try await take("k", "a", bench), true, "the first")
            bench.clock.stepWall(byMicroseconds: -3_600_000_000)
            try expectEqual(try await take("k", "b", bench), true, "the second")
        },
        StoreCase("Whoever's clock is a little behind the owner's does not take the turn from it") { bench in
            try expectEqual(try await take("k", "a", bench), true, "the first")
            bench.clock.stepWall(byMicroseconds: -5_000_000)
            try expectEqual(try await take("k", "b", bench), false, "the second")
        },
        StoreCase("Turns that nobody ended are pruned") { bench in
            _ = try await take("k1", "a", bench)
            bench.advance(.seconds(31))
            _ = try await take("k2", "a", bench)
            try expectEqual(try await bench.store.prune(Retention()), 1, "rows")
            try expectEqual(try await take("k2", "b", bench), false, "a turn that still lasts")
        },
        StoreCase("Of many who ask at once for a turn one gets it") { bench in
            let taken = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<50 { group.addTask { try await take("k", "owner-\(number)", bench) } }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            try expectEqual(taken, 1, "who got the turn")
        },
    ]

    private static func take(_ key: String, _ owner: String, _ bench: StoreBench) async throws -> Bool {
        try await bench.store.takeTurn(key: key, owner: owner, lasting: .seconds(30))
    }

    private static func sealed(_ key: String, _ now: Timestamp, bytes: [UInt8] = [7]) -> SealedToken {
        SealedToken(key: key, keyID: "i", mintedAt: now, expiresAt: now + .seconds(3600), sealed: bytes)
    }
}
