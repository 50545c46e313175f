import ArgumentParser
import AsyncHTTPClient
import Foundation
import JobModel
import JobStore
import Logging
import Ports
import SQLiteJobStore
import SellingPartner
import Worker

// What measuring needs and nothing else does.
extension Composition {
    /// The rules of a worker that is configured by nothing.
    var benchRules: QueueRules { QueueRules() }

    /// Processors that this program may use.
    var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// The file of this program.
    ///
    /// - Throws: `Failure` where the system does not tell.
    func programPath() throws -> String {
        guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            throw Failure(
                .usage,
                "error: the system does not tell where this program lies, which is to be started again: see /proc.")
        }
        return path
    }

    /// Composes a program that knows nothing but a configuration file: what is set in the environment must not lead
    /// what is measured to another database, or to Amazon.
    init(measuring configuration: String, like other: Composition) throws {
        // Its own lines would be measured too.
        let options = try GlobalOptions.parse(["--config", configuration, "--log-level", "error"])
        self.options = options
        environment = [String: String]()
        timekeeper = other.realTimekeeper
        realTimekeeper = other.realTimekeeper
        random = other.random
        console = other.console
        logger = LogOutput.logger(options, environment: environment, redactor: redactor, timekeeper: timekeeper)
        callLogger = LogOutput.callLogger(options, environment: environment, redactor: redactor, timekeeper: timekeeper)
    }

    /// Makes a store in a file of its own, opened as its worker does, with the lock and the checkpoints that a worker
    /// has, and closes it afterwards.
    ///
    /// - Parameters:
    ///   - clock: What it lives by; the composition's timekeeper when it is `nil`.
    ///   - perSeller: Runs of one seller at a time; as many as when nothing is configured when it is `nil`.
    /// - Throws: `StoreError`, and what `body` throws.
    func withBenchStore<Value: Sendable>(
        at path: String, clock: (@Sendable () -> Timestamp)? = nil, perSeller: Int? = nil,
        _ body: (any JobStore) async throws -> Value
    ) async throws -> Value {
        let note = "bench, process \(ProcessInfo.processInfo.processIdentifier)"
        var rules = benchRules
        if let perSeller { rules.perAuthorization = perSeller }
        let options = SQLiteJobStore.Options(rules: rules, workerNote: note)
        return try await withBenchStore(at: path, clock, options, body)
    }

    /// Opens a store beside the worker that has it, and closes it afterwards.
    ///
    /// - Throws: `StoreError`, and what `body` throws.
    func withBenchStoreBeside<Value: Sendable>(
        _ path: String, _ body: (any JobStore) async throws -> Value
    ) async throws -> Value {
        try await withBenchStore(at: path, nil, SQLiteJobStore.Options(rules: benchRules, migrates: false), body)
    }

    private func withBenchStore<Value: Sendable>(
        at path: String, _ clock: (@Sendable () -> Timestamp)?, _ options: SQLiteJobStore.Options,
        _ body: (any JobStore) async throws -> Value
    ) async throws -> Value {
        let timekeeper = timekeeper
        let store = try await Offload.run {
            try SQLiteJobStore(
                path: path, options: options,
                clock: clock ?? { Timestamp(microseconds: timekeeper.wallMicroseconds()) })
        }
        do {
            let value = try await body(store)
            await store.close()
            return value
        } catch {
            await store.close()
            throw error
        }
    }

    /// An engine with the settings of a worker that is configured by nothing. It logs errors alone, and takes nothing
    /// from the inbox.
    func benchEngine(_ store: any JobStore, _ kinds: [any JobKind]) -> WorkerEngine {
        var quiet = logger
        quiet.logLevel = .error
        return WorkerEngine(
            store: store, kinds: kinds, admit: { _, _ in .rejected("A bench takes no jobs of others.") },
            options: WorkerOptions(host: host, pid: Int(ProcessInfo.processInfo.processIdentifier)),
            timekeeper: timekeeper, random: random, logger: quiet)
    }

    /// Makes a transport as a worker has it when nothing is configured, and shuts it down afterwards.
    ///
    /// - Throws: What `body` throws.
    func withBenchTransport<Value: Sendable>(
        _ body: (any HTTPTransport) async throws -> Value
    ) async throws -> Value {
        let transport = try AsyncHTTPClientTransport()
        let result: Result<Value, any Error>
        do { result = .success(try await body(transport)) } catch { result = .failure(error) }
        await transport.shutdown()
        return try result.get()
    }

    /// Makes a bare HTTP client, on the threads and with as many connections as a worker has, and shuts it down
    /// afterwards.
    ///
    /// - Throws: What `body` throws.
    func withBareClient<Value: Sendable>(
        connections: Int, _ body: (HTTPClient) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.httpVersion = .http1Only
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        let result: Result<Value, any Error>
        do { result = .success(try await body(client)) } catch { result = .failure(error) }
        try? await client.shutdown()
        return try result.get()
    }
}
