import Foundation
import JobModel
import JobStore
import OperationCatalogue
import Overview
import Ports
import SQLiteJobStore
import Worker

/// A whole worker, as `run` has it, on a configuration of its own whose Amazon is the bench's mock.
struct BenchWorker: Sendable {
    /// What is configured.
    struct Plan: Sendable, Hashable {
        /// Sellers, each with a refresh token.
        var sellers: Int
        /// Runs at a time.
        var concurrency: Int
        /// Runs of one seller at a time.
        var perSeller: Int
    }

    /// The path of the call that every job makes, the backlog's: its answer is kept with the job.
    static let path = "/orders/2026-01-01/orders/902-1845936-5435065"

    /// How long nothing may end before the figures are given up.
    private static let patience = Duration.seconds(30)

    let session: WorkerSession
    private let composition: Composition
    private let plan: Plan

    /// Sets a worker up in a folder, and closes it when `body` has ended. It does not work yet.
    ///
    /// - Throws: `ConfigurationError`, `StoreError`, `Failure`, and what `body` throws.
    static func with<Value: Sendable>(
        _ plan: Plan, calling mock: BenchMock, in folder: URL, like composition: Composition,
        _ body: (BenchWorker) async throws -> Value
    ) async throws -> Value {
        let setup = BenchSetup(place: folder, sellers: plan.sellers, api: mock.url, plan: plan)
        try await Offload.run { try setup.write() }
        let own = try Composition(measuring: setup.configuration, like: composition)
        let configuration = try await own.configuration()
        let session = try await WorkerSession(own, configuration, stopsWhenDrained: false, migrates: true)
        let worker = BenchWorker(session: session, composition: own, plan: plan)
        let result: Result<Value, any Error>
        do { result = .success(try await body(worker)) } catch { result = .failure(error) }
        await session.close()
        return try result.get()
    }

    /// Works while `body` runs.
    ///
    /// - Throws: `StoreError`, and what `body` throws.
    func working<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        async let running: Void = session.runWithoutSignals()
        let result: Result<Value, any Error>
        do {
            result = .success(try await body())
            session.engine.drain()
        } catch {
            result = .failure(error)
            session.engine.stopNow()
        }
        do {
            try await running
        } catch  where (try? result.get()) == nil {
            // What came first is told.
        }
        return try result.get()
    }

    /// Puts jobs in, spread evenly over the sellers, and tells the engine.
    ///
    /// - Throws: `JobRejection`, `StoreError`.
    func enqueue(_ count: Int) async throws {
        let jobs = try (1...plan.sellers).map { number in
            try session.admit(
                JobRequest(
                    kind: "request", seller: Backlog.seller(number).seller, operation: Backlog.operation,
                    parameters: QueueLoad.parameters)
            ).job
        }
        for start in stride(from: 0, to: count, by: QueueLoad.chunk) {
            let chunk = (start..<min(start + QueueLoad.chunk, count)).map { jobs[$0 % jobs.count] }
            _ = try await session.store.enqueue(chunk)
            session.engine.wake()
        }
    }

    /// Returns when so many jobs have succeeded since the worker was set up.
    ///
    /// - Throws: `Failure` when a job ends otherwise, or nothing ends any more.
    func succeeded(_ count: Int) async throws {
        var done = -1
        var since = composition.timekeeper.monotonic()
        while done < count {
            let counts = try await session.store.counts()
            let lost = (counts[.failed] ?? 0) + (counts[.quarantined] ?? 0) + (counts[.cancelled] ?? 0)
            guard lost == 0 else {
                throw Failure(.no, "error: \(counted(lost, "job")) did not succeed; the figures mean nothing.")
            }
            let now = composition.timekeeper.monotonic()
            if counts[.succeeded] ?? 0 != done { (done, since) = (counts[.succeeded] ?? 0, now) }
            guard now - since < Self.patience else {
                throw Failure(
                    .no, "error: \(done) of \(count) jobs are done and no more end; the figures mean nothing.")
            }
            if done < count { try await composition.timekeeper.sleep(for: .milliseconds(3)) }
        }
    }
}
