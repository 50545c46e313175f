import JobModel
import JobStore

// Telling the targets of hooks what happens.
extension StoreConformance {
    private static func rules(_ targets: [Hook: [String]]) -> QueueRules {
        QueueRules(perAuthorization: 1000, crashLimit: 1, hooks: HookPlan(targets))
    }

    private static let everything = rules(
        Dictionary(uniqueKeysWithValues: Hook.allCases.map { ($0, ["t"]) }))

    static let noticeCases: [StoreCase] = [
        StoreCase("Nothing is noted for hooks when none is configured") { bench in
            let id = try await bench.enqueue(bench.job())
            try await bench.finish(bench.claimOne(), .fail(.oops))
            try await bench.store.change(AuthorizationChange(key: bench.key("acme"), state: .revoked, failure: .oops))
            try await bench.store.change(ApplicationChange(application: "main", state: .stopped, failure: .oops))
            try expectEqual(try await bench.row(id).state, .failed, "the job's state")
            try expectEqual(try await bench.store.noticeCount(), 0, "notices")
            try expectEqual(try await bench.store.events(after: 0, limit: 9).count, 2, "events")
        },
        StoreCase(
            "An event is noted for each target of its hook and for no other",
            rules: rules([.onRevoked: ["a", "b", "a"], .onRestored: ["c"], .onJobFailed: []])
        ) { bench in
            try await bench.store.change(
                AuthorizationChange(key: bench.key("acme"), state: .revoked, failure: .oops, fingerprint: "f"))
            let rows = try await bench.store.notices(limit: 9)
            try expectEqual(rows.map(\.target), ["a", "b"], "the targets")
            let first = try await bench.first()
            try expectEqual(rows.map(\.eventID), [first.id, first.id], "the event's number")
            let due = NoticeRow(
                id: first.id, eventID: first.id, hook: .onRevoked, target: "a", at: bench.now, application: "main",
                seller: "acme", region: "EU", from: "active", to: "revoked", failure: .oops, actor: "worker",
                nextAt: bench.now)
            try expectEqual(first, due, "the first notice")
            // Another state that no target wants to hear of.
            try await bench.store.change(AuthorizationChange(key: bench.key("acme"), state: .misconfigured))
            try await bench.enqueue(bench.job("other"))
            try await bench.finish(bench.claimOne(), .fail(.oops))
            try expectEqual(try await bench.store.noticeCount(), 2, "notices after what nobody asked for")
        },
        StoreCase("Which changes of sellers and applications are told", rules: everything) { bench in
            let key = bench.key("acme")
            for state in [
                AuthorizationState.suspect, .active, .suspect, .revoked, .active, .misconfigured, .suspect, .active,
            ] {
                try await bench.store.change(AuthorizationChange(key: key, state: state))
            }
            for state in [ApplicationState.suspect, .ok, .stopped, .ok] {
                try await bench.store.change(ApplicationChange(application: "main", state: state))
            }
            try await bench.store.pause(key, reason: "r", actor: "a")
            try await bench.store.pause(application: "main", reason: "r", actor: "a")
            let rows = try await bench.store.notices(limit: 99)
            try expectEqual(
                rows.map(\.hook), [.onRevoked, .onRestored, .onMisconfigured, .onRestored, .onApplicationStopped],
                "what is told")
            try expectEqual(rows.map(\.from), ["suspect", "revoked", "active", "suspect", "ok"], "the states before")
            try expectEqual(rows.last?.seller, nil, "the seller of an application's event")
        },
        StoreCase("Jobs that fail, however that comes about, and quarantined ones are told", rules: everything) {
            bench in
            let failed = try await bench.enqueue(bench.job("a", "x"))
            try await bench.finish(bench.claimOne(), .fail(.oops))
            var late = bench.job("b", "y")
            late.deadline = bench.now + .seconds(5)
            late.runAt = bench.now + .seconds(60)
            let expired = try await bench.enqueue(late)
            bench.advance(.seconds(6))
            _ = try await bench.claim()
            let crashed = try await bench.enqueue(bench.job("c", "z"))
            _ = try await bench.claimOne()
            try await bench.crash()
            try await bench.enqueue(bench.job("d", "ok"))
            try await bench.finish(bench.claimOne())
            try await bench.enqueue(bench.job("d", "ok"))
            try await bench.finish(bench.claimOne(), .cancelled)
            let rows = try await bench.store.notices(limit: 9)
            try expectEqual(rows.map(\.hook), [.onJobFailed, .onJobFailed, .onQuarantined], "what is told")
            try expectEqual(rows.map { $0.job?.id }, [failed, expired, crashed], "of which jobs")
            try expectEqual(rows.map(\.failure?.kind), ["oops", "deadlineExceeded", "crashed"], "why")
            try expectEqual(rows.map(\.seller), ["a", "b", "c"], "whose")
            try expectEqual(rows.map(\.from), ["running", "waiting", "running"], "the states before")
            try expectEqual(rows[0].job, .init(id: failed, kind: "request", operation: "x"), "the job")
            try expectEqual(rows[0].application, "main", "the application")
        },
        StoreCase("A job that brought a file is told with it, one that brought none is not", rules: everything) {
            bench in
            let id = try await bench.enqueue(bench.job("a", "x"))
            try await bench.finish(
                bench.claimOne(), .succeeded(JobResult(status: 200, bytes: 7, sha256: "ab", path: "s3://b/k")))
            try await bench.enqueue(bench.job("b", "y"))
            try await bench.finish(bench.claimOne(), .succeeded(JobResult(status: 200, bytes: 2, inline: "{}")))
            let rows = try await bench.store.notices(limit: 9)
            try expectEqual(rows.map(\.hook), [.onOutput], "what is told")
            try expectEqual(
                rows[0].job,
                .init(
                    id: id, kind: "request", operation: "x",
                    output: .init(path: "s3://b/k", bytes: 7, sha256: "ab")), "the job")
            try expectEqual(rows[0].to, "succeeded", "the state")
            try expectEqual(rows[0].at, bench.now, "when it ended")
        },
        StoreCase("A write that is refused notes nothing", rules: everything) { bench in
            try await bench.enqueue(bench.job())
            let job = try await bench.claimOne()
            try await bench.finish(job, .fail(.oops))
            try expect(try await !bench.finish(job, .fail(.oops)), "an end was taken twice")
            try expectEqual(try await bench.store.noticeCount(), 1, "notices")
        },
        StoreCase("A notice that is due is taken by one, and by others when its time is over", rules: everything) {
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
            rules: rules([
                .onRevoked: ["a", "b", "c"]
            ])
        ) { bench in
            try await bench.revoke("s")
            let taken = try await bench.store.claimNotices(
                for: ["x", "c", "a", "b"], limit: 2, until: bench.now + .seconds(60))
            try expectEqual(taken.map(\.target), ["c", "a"], "who is served")
        },
        StoreCase("A try in vain is counted, one that was broken off is not", rules: everything) { bench in
            try await bench.revoke("s")
            let begin = bench.now
            for (end, wait) in [
                (NoticeEnd.failed("no", retryAt: begin + .seconds(5)), 5), (.returned, 0),
                (.failed("still no", retryAt: begin + .seconds(15)), 10),
            ] {
                let row = try await bench.take()
                try expect(
                    try await bench.store.settle(noticeID: row.id, heldUntil: row.nextAt, end), "an end was not taken")
                let left = try await bench.store.claimNotices(for: ["t"], limit: 1, until: bench.now)
                try expectEqual(left.isEmpty, wait > 0, "whether it rests after \(end)")
                bench.advance(.seconds(wait))
            }
            let row = try await bench.first()
            try expectEqual(row.tries, 2, "tries")
            try expectEqual(row.triedSince, begin, "the first try")
            try expectEqual(row.lastError, "still no", "the reason")
        },
        StoreCase("What is given up leaves an event, and may take older notices with it", rules: everything) { bench in
            try await bench.revoke("old1", "old2")
            bench.advance(.seconds(100))
            try await bench.revoke("new")
            let row = try await bench.take()
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
            let last = try await bench.take()
            _ = try await bench.store.settle(noticeID: last.id, heldUntil: last.nextAt, .givenUp("no"))
            try expectEqual(try await bench.store.noticeCount(), 0, "notices")
        },
        StoreCase(
            "Notices of targets that are gone go to the hook's only target, or nowhere",
            rules: rules([.onRevoked: ["t"], .onRestored: ["t"], .onMisconfigured: ["stays", "t"]])
        ) { bench in
            try await bench.revoke("s")
            for state in [AuthorizationState.active, .misconfigured] {
                try await bench.store.change(AuthorizationChange(key: bench.key("s"), state: state))
            }
            let row = try await bench.take()
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
        StoreCase("After a start no notice waits for longer than a minute", rules: everything) { bench in
            try await bench.revoke("s")
            _ = try await bench.store.claimNotices(for: ["t"], limit: 1, until: bench.now + .seconds(5000))
            _ = try await bench.store.adoptNotices(for: HookPlan([.onRevoked: ["t"]]))
            try expectEqual(try await bench.store.nextNotice(for: ["t"]), bench.now + .seconds(60), "the wait")
        },
    ]
}

extension StoreBench {
    /// Revokes sellers, one event each.
    fileprivate func revoke(_ sellers: String...) async throws {
        for seller in sellers { try await store.change(AuthorizationChange(key: key(seller), state: .revoked)) }
    }

    /// The oldest notice.
    fileprivate func first(file: String = #fileID, line: Int = #line) async throws -> NoticeRow {
        guard let row = try await store.notices(limit: 1).first else {
            throw ConformanceFailure(message: "there is no notice", file: file, line: line)
        }
        return row
    }

    /// Takes the notice of the target `t` that has been due longest.
    fileprivate func take(file: String = #fileID, line: Int = #line) async throws -> NoticeRow {
        guard let row = try await store.claimNotices(for: ["t"], limit: 1, until: now + .seconds(60)).first else {
            throw ConformanceFailure(message: "no notice is due", file: file, line: line)
        }
        return row
    }
}
