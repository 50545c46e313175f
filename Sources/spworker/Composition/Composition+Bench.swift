import Foundation
import JobModel
import JobStore
import Ports
import SQLiteJobStore
import SellingPartner

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

    /// Makes a store in a file of its own, opened as its worker does, with the lock and the checkpoints that a worker
    /// has, and closes it afterwards.
    ///
    /// - Parameter clock: What it lives by; the composition's timekeeper when it is `nil`.
    /// - Throws: `StoreError`, and what `body` throws.
    func withBenchStore<Value: Sendable>(
        at path: String, clock: (@Sendable () -> Timestamp)? = nil, _ body: (any JobStore) async throws -> Value
    ) async throws -> Value {
        let options = SQLiteJobStore.Options(
            rules: benchRules, workerNote: "bench, process \(ProcessInfo.processInfo.processIdentifier)")
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
}
