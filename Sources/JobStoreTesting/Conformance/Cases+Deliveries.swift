import JobModel
import JobStore

// How notices reach the targets of hooks: who takes them, and what becomes of a try.
extension StoreConformance {
    static let deliveryCases: [StoreCase] = [
        StoreCase("A notice that is due is taken by one, and by others when its time is over", rules: tellingEverything)
        {
            bench in
            try await bench.revoke("a", "b")
            func take(_ seconds: Int64) async throws -> [NoticeRow] {
                try await bench.store.claimNotices(for: ["t"], limit: 9, until: bench.now + .seconds(seconds))
            }
            let first = try await take(60)
            try expectEqual(first.map(\.seller), ["a"], "one for a target at a time")
            try expectEqual(try await take(60).map(\.seller), ["b"], "the next one")
            try expectEqual(try await take(60), [], "when all are taken")
            try expectEqual(
                try await bench.store.nextNotice(for: ["t", "u"]), bench.now + .seconds(60), "when one is due")
            try expectEqual(try await bench.store.nextNotice(for: ["u"]), nil, "when one is due for another target")
            bench.advance(.seconds(60))
            let again = try await take(60)
            try expectEqual(again.map(\.id), first.map(\.id), "what is taken when the first time is over")
            try expect(
                try await !bench.store.settle(noticeID: first[0].id, heldUntil: first[0].nextAt, .delivered),
                "an end was taken from one whose time is over")
            try expect(
                try await bench.store.settle(noticeID: again[0].id, heldUntil: again[0].nextAt, .delivered),
                "the end was not taken")
            try expectEqual(try await bench.store.notices(limit: 9).map(\.seller), ["b"], "what is left")
        },
        StoreCase(
            "As many targets are served as asked for, the first ones first",
            rules: tellingRules([
                .onRevoked: ["a", "b", "c"]
            ])
        ) { bench in
            try await bench.revoke("s")
            let taken = try await bench.store.claimNotices(
                for: ["x", "c", "a", "b"], limit: 2, until: bench.now + .seconds(60))
            try expectEqual(taken.map(\.target), ["c", "a"], "who is served")
        },
        StoreCase("A try in vain is counted, one that was broken off is not", rules: tellingEverything) { bench in
            try await bench.revoke("s")
            let begin = bench.now
            for (end, wait) in [
                (NoticeEnd.failed("no", retryAt: begin + .seconds(5)), 5), (.returned, 0),
                (.failed("still no", retryAt: begin + .seconds(15)), 10),
            ] {
                let row = try await bench.takeNotice()
                try expect(
                    try await bench.store.settle(noticeID: row.id, heldUntil: row.nextAt, end), "an end was not taken")
                let left = try await bench.store.claimNotices(for: ["t"], limit: 1, until: bench.now)
                try expectEqual(left.isEmpty, wait > 0, "whether it rests after \(end)")
                bench.advance(.seconds(wait))
            }
            let row = try await bench.firstNotice()
            try expectEqual(row.tries, 2, "tries")
            try expectEqual(row.triedSince, begin, "the first try")
            try expectEqual(row.lastError, "still no", "the reason")
        },
        StoreCase("What is given up leaves an event, and may take older notices with it", rules: tellingEverything) {
            bench in
            try await bench.revoke("old1", "old2")
            bench.advance(.seconds(100))
            try await bench.revoke("new")
            let row = try await bench.takeNotice()
            _ = try await bench.store.settle(
                noticeID: row.id, heldUntil: row.nextAt, .givenUp("silence", andBefore: bench.now - .seconds(50)))
            try expectEqual(try await bench.store.notices(limit: 9).map(\.seller), ["new"], "what is left")
            let event = try await bench.store.latestEvents(limit: 1)[0]
            try expectEqual(event.kind, "hookGivenUp", "the event")
            try expectEqual(event.seller, "old1", "the seller")
            try expectEqual(event.failure?.kind, "hookUndelivered", "the kind")
            let text = event.failure?.message ?? ""
            for part in ["onRevoked", "t could not", "and of 1 before it", "silence"] {
                try expect(text.contains(part), "'\(part)' is missing: \(text)")
            }
            let last = try await bench.takeNotice()
            _ = try await bench.store.settle(noticeID: last.id, heldUntil: last.nextAt, .givenUp("no"))
            try expectEqual(try await bench.store.noticeCount(), 0, "notices")
        },
        StoreCase(
            "Notices of targets that are gone go to the hook's only target, or nowhere",
            rules: tellingRules([.onRevoked: ["t"], .onRestored: ["t"], .onMisconfigured: ["stays", "t"]])
        ) { bench in
            try await bench.revoke("s")
            for state in [AuthorizationState.active, .misconfigured] {
                try await bench.store.change(AuthorizationChange(key: bench.key("s"), state: state))
            }
            let row = try await bench.takeNotice()
            _ = try await bench.store.settle(
                noticeID: row.id, heldUntil: row.nextAt, .failed("no", retryAt: bench.now + .seconds(5000)))
            let plan = HookPlan([.onRevoked: ["new"], .onRestored: ["x", "y"], .onMisconfigured: ["stays", "other"]])
            try expectEqual(
                try await bench.store.adoptNotices(for: plan), NoticeAdoption(moved: 1, dropped: 2), "what changes")
            let rows = try await bench.store.notices(limit: 9)
            try expectEqual(rows.map(\.target), ["new", "stays"], "who is told now")
            try expectEqual(rows.map(\.tries), [0, 0], "tries")
            try expectEqual(rows[0].nextAt, bench.now, "when the one that moved is due")
            let events = try await bench.store.latestEvents(limit: 2)
            try expectEqual(events.map(\.kind), ["hookGivenUp", "hookGivenUp"], "what is told of the others")
            try expectEqual(
                try await bench.store.adoptNotices(for: plan), NoticeAdoption(), "what changes the second time")
        },
        StoreCase("After a start no notice waits for longer than a minute", rules: tellingEverything) { bench in
            try await bench.revoke("s")
            _ = try await bench.store.claimNotices(for: ["t"], limit: 1, until: bench.now + .seconds(5000))
            _ = try await bench.store.adoptNotices(for: HookPlan([.onRevoked: ["t"]]))
            try expectEqual(try await bench.store.nextNotice(for: ["t"]), bench.now + .seconds(60), "the wait")
        },
    ]
}
