package import JobModel
package import OperationCatalogue

/// Whether a process can do its work now, by facts that somebody else has gathered.
package struct Readiness: Sendable, Hashable {
    /// What was found out.
    package struct Facts: Sendable, Hashable {
        /// What keeps the store from taking writes, in words; `nil` when nothing does.
        package var storeFault: String?
        /// How the worker in this process is; `nil` when there is none.
        package var worker: Worker?

        package init(storeFault: String? = nil, worker: Worker? = nil) {
            self.storeFault = storeFault
            self.worker = worker
        }
    }

    /// How a worker is. All times are this machine's.
    package struct Worker: Sendable, Hashable {
        /// Until when its lease lasts; `nil` before it was first written.
        package var leaseUntil: Timestamp?
        /// When the last claim came back that did not fail; `nil` before the first one.
        package var claimedAt: Timestamp?
        /// When the claim began that has not come back yet.
        package var claimBeganAt: Timestamp?
        /// Since when claims have failed.
        package var claimsFailSince: Timestamp?
        /// What is in the way of claiming, in words.
        package var obstacle: String?
        /// Whether it stops.
        package var isDraining: Bool

        package init(
            leaseUntil: Timestamp? = nil, claimedAt: Timestamp? = nil, claimBeganAt: Timestamp? = nil,
            claimsFailSince: Timestamp? = nil, obstacle: String? = nil, isDraining: Bool = false
        ) {
            self.leaseUntil = leaseUntil
            self.claimedAt = claimedAt
            self.claimBeganAt = claimBeganAt
            self.claimsFailSince = claimsFailSince
            self.obstacle = obstacle
            self.isDraining = isDraining
        }
    }

    /// One question and its answer.
    package struct Check: Sendable, Hashable {
        package let name: String
        package let passes: Bool
        package let detail: String
    }

    /// How long a claim may take before something is wrong. 30 s.
    package static let longestClaim = Duration.seconds(30)

    private let facts: Facts
    private let now: Timestamp

    /// Judges the facts as of `now`.
    package init(_ facts: Facts, now: Timestamp) {
        self.facts = facts
        self.now = now
    }

    /// Whether all is well.
    package var isReady: Bool { checks.allSatisfy(\.passes) }

    /// What was asked. Without a worker in this process only the store counts.
    package var checks: [Check] {
        let store = Check(
            name: "store", passes: facts.storeFault == nil, detail: facts.storeFault ?? "It takes writes.")
        guard let worker = facts.worker else { return [store] }
        return [store, lease(of: worker), claims(of: worker)]
    }

    private func lease(of worker: Worker) -> Check {
        let detail: String
        switch worker.leaseUntil {
        case nil: detail = "The worker has not announced itself yet."
        case let until? where until < now:
            detail = "The lease passed at \(until.iso8601): the store takes no heartbeats."
        case let until?: detail = "Held until \(until.iso8601)."
        }
        return Check(name: "lease", passes: worker.leaseUntil.map { $0 >= now } ?? false, detail: detail)
    }

    private func claims(of worker: Worker) -> Check {
        func check(_ passes: Bool, _ detail: String) -> Check { Check(name: "claims", passes: passes, detail: detail) }
        if worker.isDraining { return check(false, "The worker stops and claims nothing more.") }
        if let obstacle = worker.obstacle { return check(false, "Nothing is claimed for now: \(obstacle)") }
        if let since = worker.claimsFailSince {
            return check(false, "Claims have failed since \(since.iso8601); the worker's log says why.")
        }
        if let began = worker.claimBeganAt, now - began > Self.longestClaim {
            return check(false, "A claim has not come back since \(began.iso8601).")
        }
        // A worker that is idle, or whose hands are full, claims nothing for as long as that lasts.
        guard let last = worker.claimedAt else { return check(false, "Nothing has been claimed yet.") }
        return check(true, "The last claim came back at \(last.iso8601).")
    }

    /// The answer for programs.
    package var json: JSONValue {
        .object([
            "ready": .bool(isReady),
            "checks": .object(
                Dictionary(
                    uniqueKeysWithValues: checks.map {
                        ($0.name, .object(["ok": .bool($0.passes), "detail": .string($0.detail)]))
                    })),
        ])
    }
}
