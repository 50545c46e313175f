import JobModel
package import JobStore
package import Ports

/// Reads from the database, at each scrape, what nobody counts: jobs by state, the oldest ready one, workers, sellers.
///
/// A few bounded questions, the same in the worker's process and beside it.
package struct QueueGauges: Sendable {
    private let store: any JobStore
    private let timekeeper: any Timekeeper
    private let lease: Duration
    private let version: String

    /// - Parameters:
    ///   - lease: How long the workers' leases are: by it the age of a heartbeat is told.
    ///   - version: The program's.
    package init(store: any JobStore, timekeeper: any Timekeeper, lease: Duration, version: String) {
        self.store = store
        self.timekeeper = timekeeper
        self.lease = lease
        self.version = version
    }

    /// The samples of now. When the database cannot be read, one of them says so and most are missing.
    package func samples() async -> [MetricSample] {
        let build = MetricSample(.build, [version], 1)
        do {
            return try await read() + [build, MetricSample(.databaseUp, 1)]
        } catch {
            return [build, MetricSample(.databaseUp, 0)]
        }
    }

    private func read() async throws -> [MetricSample] {
        let counts = try await store.counts()
        let figures = try await store.figures()
        let authorizations = try await store.authorizations()
        let applications = try await store.applications()
        let workers = try await store.workers()
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())

        var samples = JobState.allCases.map { MetricSample(.jobs, [$0.word], Double(counts[$0] ?? 0)) }
        samples += Self.tally(
            .authorizations, AuthorizationState.allCases.map(\.word) + ["paused"],
            authorizations.map { $0.pauseReason == nil ? $0.state.word : "paused" })
        samples += Self.tally(
            .applications, ["ok", "suspect", "stopped", "paused"],
            applications.map { $0.pauseReason == nil ? $0.state.word : "paused" })
        samples += Self.tally(
            .workers, ["running", "held", "draining", "silent"], workers.map { Self.word(of: $0, now: now) })
        let ready = try await store.oldestReady(now: now).map { max(.zero, now - $0) } ?? .zero
        samples += [
            MetricSample(.oldestReadyJob, Self.seconds(ready)),
            MetricSample(.parkedJobs, Double(figures.parkedJobs)),
            MetricSample(.pausedJobs, Double(figures.pausedJobs)),
            MetricSample(.waitingInboxRows, Double(try await store.inboxCount(status: "new"))),
            MetricSample(.waitingNotices, Double(try await store.noticeCount())),
        ]
        if let bytes = figures.databaseBytes { samples.append(MetricSample(.databaseSize, Double(bytes))) }
        if let shortest = workers.map(\.leaseUntil).min() {
            let left = shortest - now
            samples.append(MetricSample(.leaseLeft, Self.seconds(left)))
            samples.append(MetricSample(.heartbeatAge, Self.seconds(max(.zero, lease - left))))
        }
        return samples
    }

    /// How many of each word there are; those that may occur are told when there are none.
    private static func tally(_ name: MetricName, _ words: [String], _ found: [String]) -> [MetricSample] {
        let counts = Dictionary(found.map { ($0, 1) }, uniquingKeysWith: +)
        return words.map { MetricSample(name, [$0], Double(counts[$0] ?? 0)) }
    }

    private static func word(of worker: WorkerRow, now: Timestamp) -> String {
        if worker.leaseUntil < now { return "silent" }
        if worker.isDraining { return "draining" }
        return worker.obstacle == nil ? "running" : "held"
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
