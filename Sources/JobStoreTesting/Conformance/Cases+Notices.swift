import JobModel
import JobStore

// What is noted for the targets of hooks.
extension StoreConformance {
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
            rules: tellingRules([.onRevoked: ["a", "b", "a"], .onRestored: ["c"], .onJobFailed: []])
        ) { bench in
            try await bench.store.change(
                AuthorizationChange(key: bench.key("acme"), state: .revoked, failure: .oops, fingerprint: "f"))
            let rows = try await bench.store.notices(limit: 9)
            try expectEqual(rows.map(\.target), ["a", "b"], "the targets")
            let first = try await bench.firstNotice()
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
        StoreCase("Which changes of sellers and applications are told", rules: tellingEverything) { bench in
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
        StoreCase("Jobs that fail, however that comes about, and quarantined ones are told", rules: tellingEverything) {
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
        StoreCase("A job that brought a file is told with it, one that brought none is not", rules: tellingEverything) {
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
        StoreCase("A write that is refused notes nothing", rules: tellingEverything) { bench in
            try await bench.enqueue(bench.job())
            let job = try await bench.claimOne()
            try await bench.finish(job, .fail(.oops))
            try expect(try await !bench.finish(job, .fail(.oops)), "an end was taken twice")
            try expectEqual(try await bench.store.noticeCount(), 1, "notices")
        },
    ]
}
