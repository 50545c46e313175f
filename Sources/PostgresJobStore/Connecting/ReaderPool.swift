import JobModel
import JobStore
import Synchronization

/// A few connections that read, each on a thread of its own. They are made when they are needed.
final class ReaderPool: Sendable {
    private let readers: [Reader]
    /// How many reads each of them has before it.
    private let loads: Mutex<[Int]>

    init(_ address: ServerAddress, size: Int, clock: ServerClock) {
        readers = (0..<size).map { _ in Reader(address, clock: clock) }
        loads = Mutex(Array(repeating: 0, count: size))
    }

    /// Reads. With `isSnapshot` all statements see the same instant.
    func read<Value: Sendable>(
        isSnapshot: Bool, _ body: @escaping @Sendable (PostgresTables) throws -> Value
    ) async throws -> Value {
        let index = loads.withLock { loads in
            let index = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            loads[index] += 1
            return index
        }
        defer { loads.withLock { $0[index] -= 1 } }
        return try await readers[index].read(isSnapshot: isSnapshot, body)
    }

    func close() async {
        for reader in readers { await reader.close() }
    }
}

/// One connection that reads.
private actor Reader {
    private let executor = ThreadExecutor(label: "spworker.postgres.reader")
    private let address: ServerAddress
    private let link: Link

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ address: ServerAddress, clock: ServerClock) {
        self.address = address
        link = Link(address) { clock.present() }
    }

    func read<Value: Sendable>(
        isSnapshot: Bool, _ body: @Sendable (PostgresTables) throws -> Value
    ) throws -> Value {
        do {
            return try attempt(isSnapshot, body)
        } catch let error as ServerError where error.isConnectionLost {
            // Reading twice does no harm: the server was restarted, or has dropped an idle connection.
            do { return try attempt(isSnapshot, body) } catch { throw StoreError(serverError: error, at: address) }
        } catch {
            throw StoreError(serverError: error, at: address)
        }
    }

    private func attempt<Value>(
        _ isSnapshot: Bool, _ body: (PostgresTables) throws -> Value
    ) throws -> Value {
        let connection = try link.open()
        // Behind a pooler the settings are a transaction's.
        let isTransaction = isSnapshot || connection.address.pooling == .transaction
        do {
            if isTransaction {
                try connection.run(
                    script: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \(connection.localSettings)")
            }
            let value = try body(PostgresTables(connection, scope: .reading))
            if isTransaction { try connection.run(script: "COMMIT") }
            return value
        } catch {
            link.recover()
            throw error
        }
    }

    func close() { link.close() }
}
