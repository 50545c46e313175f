import JobModel
import JobStore

extension StoreConformance {
    static let suspicionCases: [StoreCase] = [
        StoreCase("While an application waits for Amazon its grantless jobs go on, and no others") { bench in
            let seller = try await bench.enqueue(bench.job())
            let urgent = try await bench.enqueue(bench.urgentJob())
            let grantless = try await bench.enqueue(bench.grantlessJob())
            let until = bench.now + .seconds(300)
            try await bench.store.change(
                ApplicationChange(application: "main", state: .suspect, failure: .oops, blockedUntil: until, pauses: 1))
            try expectEqual(try await bench.record(seller).label, .blocked, "the label of a seller's job")
            try expectEqual(try await bench.record(grantless).label, .ready, "the label of a grantless job")
            let jobs = try await bench.claim()
            try expectEqual(jobs.map(\.id), [grantless], "what runs in an outage")
            try await bench.complete(jobs)
            try expectEqual(try await bench.nextDue(), nil, "what time alone makes claimable")
            bench.advance(.seconds(3600))
            try expectEqual(try await bench.claim(), [], "a claim after the pause: time alone does not end an outage")
            try expect(
                try await bench.store.hasDrainableJobs(startedAt: bench.now), "the jobs of an outage are given up")
            try await bench.store.change(ApplicationChange(application: "main", state: .ok))
            try expectEqual(Set(try await bench.claim().map(\.id)), [seller, urgent], "what runs afterwards")
        },
        StoreCase("An outage keeps the time of the next question and the pauses so far, without events") { bench in
            for pauses in 0..<3 {
                let until = bench.now + .seconds(300)
                try await bench.store.change(
                    ApplicationChange(
                        application: "main", state: .suspect, failure: .oops, blockedUntil: until, pauses: pauses))
                let row = try await bench.store.applications().first
                try expectEqual(row?.blockedUntil, until, "when Amazon is asked again")
                try expectEqual(row?.pauses, pauses, "the pauses")
                try expectEqual(row?.failure, .oops, "the reason")
                bench.advance(.seconds(300))
            }
            let since = try await bench.store.applications().first?.since
            try expectEqual(since, bench.now - .seconds(900), "since when it waits")
            try await bench.store.change(ApplicationChange(application: "main", state: .ok))
            let row = try await bench.store.applications().first
            try expectEqual(row?.blockedUntil, nil, "the time of the next question afterwards")
            try expectEqual(row?.pauses, 0, "the pauses afterwards")
            let events = try await bench.store.events(after: 0, limit: 10)
            try expectEqual(events.map(\.kind), ["applicationSuspected", "applicationRestored"], "the events")
        },
        StoreCase("A change that expects another state than the seller has is not made") { bench in
            let failure = JobFailure(kind: "invalidGrant", message: "refused")
            try await bench.store.change(
                AuthorizationChange(key: bench.key("s"), state: .suspect, failure: failure, fingerprint: "f"))
            try await bench.store.change(
                AuthorizationChange(key: bench.key("s"), state: .active, fingerprint: "g", expected: .active))
            let row = try await bench.store.authorizations().first
            try expectEqual(row?.state, .suspect, "the state")
            try expectEqual(row?.fingerprint, "f", "the fingerprint")
            try expectEqual(row?.lastGoodAt, nil, "the last good exchange")
            try await bench.store.change(
                AuthorizationChange(key: bench.key("s"), state: .revoked, failure: failure, expected: .suspect))
            try expectEqual(
                try await bench.store.authorizations().first?.state, .revoked, "the state that was expected")
        },
        StoreCase("Sellers that are not active are found among the others") { bench in
            for seller in ["a", "b", "c", "d"] { try await bench.enqueue(bench.job(seller)) }
            try expectEqual(try await bench.store.troubledAuthorizations(), [], "troubled sellers at first")
            try await bench.store.change(AuthorizationChange(key: bench.key("b"), state: .revoked, failure: .oops))
            try await bench.store.change(
                AuthorizationChange(key: bench.key("d"), state: .suspect, blockedUntil: bench.now + .seconds(9)))
            try await bench.store.pause(bench.key("a"), reason: "upkeep", actor: "ann")
            let troubled = try await bench.store.troubledAuthorizations()
            try expectEqual(Set(troubled.map(\.key.seller)), ["b", "d"], "troubled sellers")
            let all = try await bench.store.authorizations().filter { $0.state != .active }
            try expectEqual(Set(troubled), Set(all), "their rows")
            try await bench.store.change(AuthorizationChange(key: bench.key("b"), state: .active))
            try expectEqual(try await bench.store.troubledAuthorizations().map(\.key.seller), ["d"], "who is left")
        },
        StoreCase("Only an exchange moves the time of the last good one, whatever the seller's state") { bench in
            func lastGood() async throws -> Timestamp? {
                let rows = try await bench.store.authorizations()
                return rows.first?.lastGoodAt
            }
            let key = bench.key("s")
            try await bench.store.change(AuthorizationChange(key: key, state: .revoked, failure: .oops))
            try await bench.store.change(AuthorizationChange(key: key, state: .active, fingerprint: "g"))
            try expectEqual(try await lastGood(), nil, "after a release")
            bench.advance(.seconds(5))
            let first = bench.now
            try await bench.store.change(
                AuthorizationChange(key: key, state: .active, fingerprint: "g", expected: .active, isExchange: true))
            try expectEqual(try await lastGood(), first, "after an exchange")
            try await bench.store.change(AuthorizationChange(key: key, state: .suspect, failure: .oops))
            bench.advance(.seconds(5))
            let second = bench.now
            try await bench.store.change(
                AuthorizationChange(key: key, state: .active, fingerprint: "h", expected: .active, isExchange: true))
            try expectEqual(try await lastGood(), second, "after an exchange of a suspect")
            let row = try await bench.store.authorizations().first
            try expectEqual(row?.state, .suspect, "the state, which an exchange does not change")
            try expectEqual(row?.fingerprint, "g", "the fingerprint")
        },
        StoreCase("Resuming a seller releases it whatever it is held for, with who says so and why") { bench in
            let id = try await bench.enqueue(bench.job("s"))
            try await bench.store.change(
                AuthorizationChange(key: bench.key("s"), state: .revoked, failure: .oops, fingerprint: "f"))
            try await bench.store.pause(bench.key("s"), reason: "too", actor: "ann")
            try expectEqual(try await bench.claim(), [], "a claim before")
            let reason = JobFailure(kind: "resumed", message: "a hunch")
            // Somebody's name may be the worker's.
            try await bench.store.change(
                AuthorizationChange(
                    key: bench.key("s"), state: .active, failure: reason, actor: "worker", resumes: true))
            bench.advance(.seconds(1))
            try expectEqual(try await bench.claim().map(\.id), [id], "a claim afterwards")
            let row = try await bench.store.authorizations().first
            try expectEqual(row?.failure, nil, "what is held against it")
            try expectEqual(row?.pauseReason, nil, "the pause")
            try expectEqual(row?.lastGoodAt, nil, "the last good exchange")
            let events = Array(try await bench.store.events(after: 0, limit: 10).suffix(2))
            try expectEqual(events.map(\.kind), ["sellerResumed", "restored"], "the last events")
            try expectEqual(events.map(\.failure), [reason, reason], "the reasons")
        },
        StoreCase("Resuming an application ends its pause and its stop, with who says so and why") { bench in
            let id = try await bench.enqueue(bench.job())
            try await bench.store.change(ApplicationChange(application: "main", state: .stopped, failure: .oops))
            try await bench.store.pause(application: "main", reason: "too", actor: "ann")
            let reason = JobFailure(kind: "resumed", message: "a hunch")
            try await bench.store.change(
                ApplicationChange(application: "main", state: .ok, failure: reason, actor: "ann", resumes: true))
            try expectEqual(try await bench.claim().map(\.id), [id], "a claim afterwards")
            let events = Array(try await bench.store.events(after: 0, limit: 10).suffix(2))
            try expectEqual(events.map(\.kind), ["applicationResumed", "applicationRestored"], "the last events")
            try expectEqual(events.map(\.failure), [reason, reason], "the reasons")
            try expectEqual(events.map(\.actor), ["ann", "ann"], "who did it")
        },
        StoreCase("A seller's own events are found, newest first, and nobody else's") { bench in
            let mine = bench.key("s")
            let others = [
                bench.key("t"), bench.key("s", region: "NA"), bench.key("s", application: "other"),
            ]
            for round in 0..<3 {
                for key in [mine] + others {
                    try await bench.store.tell(SellerRemark(key: key, kind: "remark", message: "\(key) \(round)"))
                }
                try await bench.store.change(ApplicationChange(application: "main", state: round == 1 ? .ok : .stopped))
            }
            let found = try await bench.store.latestEvents(of: mine, limit: 2)
            try expectEqual(found.map { $0.failure?.message }, ["\(mine) 2", "\(mine) 1"], "the last two")
            try expectEqual(try await bench.store.latestEvents(of: mine, limit: 50).count, 3, "all of them")
            try expectEqual(try await bench.store.latestEvents(of: bench.key("u"), limit: 5), [], "a stranger's")
        },
        StoreCase("The same remark is not told twice in a row, unless it says that it repeats") { bench in
            func tell(_ message: String, kind: String = "renewalDue", repeats: Bool = false) async throws {
                try await bench.store.tell(
                    SellerRemark(key: bench.key("s"), kind: kind, message: message, actor: "ann", repeats: repeats))
            }
            try await tell("Soon.")
            try await tell("Soon.")
            try await tell("Denied.", kind: "accessTrouble")
            try await tell("Soon.")
            try await tell("Now.")
            try await tell("Soon.")
            for _ in 0..<2 { try await tell("Tried.", kind: "sellerProbed", repeats: true) }
            let events = try await bench.store.events(after: 0, limit: 20)
            try expectEqual(
                events.map { $0.failure?.message }, ["Soon.", "Denied.", "Now.", "Soon.", "Tried.", "Tried."],
                "what was told")
            try expectEqual(events.first?.actor, "ann", "who told it")
            try expectEqual(events.first?.failure?.kind, "renewalDue", "the kind of the reason")
            try expectEqual(try await bench.store.authorizations(), [], "sellers: a remark changes no state")
        },
    ]
}

extension StoreBench {
    /// A job that needs no seller's grant.
    fileprivate func grantlessJob() -> NewJob {
        NewJob(
            kind: "request", lane: LaneKey(application: "main", operation: "grantless"), plan: StoreBench.plenty,
            authorization: nil, operation: "grantless")
    }

    fileprivate func urgentJob() -> NewJob {
        var job = job("acme", "urgent")
        job.priority = 0
        return job
    }
}
