package import Ports

/// Fetches a document from the storage and writes it in the form that is wanted.
///
/// However large the document is, a few megabytes of it are in memory: receiving, inflating and writing run side by side
/// and wait for each other. A download that breaks off goes on where it stopped, if the storage keeps the same document
/// still, and begins anew otherwise.
package struct DocumentFetch: Sendable {
    /// How much lies between two stages at most, in bytes; a chunk more, if it is a large one.
    private static let most = 1 << 20

    private enum Writing: Sendable {
        case restart
        case bytes([UInt8])
    }

    private let receiver: DocumentReceiver
    private let form: DocumentForm

    /// Creates a fetch. It can be run any number of times.
    ///
    /// - Parameters:
    ///   - transport: Carries the requests to the storage. They hold nothing of the seller's but the address.
    ///   - timekeeper: Passes the pauses before a download that broke off is taken up again.
    ///   - form: What becomes of the document's bytes.
    ///   - timeout: How long the storage may take to begin an answer.
    package init(
        transport: any HTTPTransport, timekeeper: any Timekeeper, form: DocumentForm, timeout: Duration
    ) {
        receiver = DocumentReceiver(transport: transport, timekeeper: timekeeper, timeout: timeout)
        self.form = form
    }

    /// Fetches the document.
    ///
    /// - Parameters:
    ///   - address: Gives the document's address. Called again when the storage refuses it, as it does after five
    ///     minutes, and not when the download merely broke off; is told how many addresses in a row were refused.
    ///   - restart: Forgets what was written: the document begins anew.
    ///   - write: Gets the output's bytes in order, in pieces of a quarter of a megabyte or less in most cases.
    /// - Returns: What the document came to.
    /// - Throws: `DocumentFault`; `CancellationError`; unchanged what `address`, `restart` and `write` throw.
    package func run(
        address: @escaping @Sendable (_ refusals: Int) async throws -> DocumentAddress,
        restart: @escaping @Sendable () async throws -> Void,
        write: @escaping @Sendable ([UInt8]) async throws -> Void
    ) async throws -> DocumentFigures {
        let arrivals = Pipe<DocumentReceiver.Arrival>(limit: Self.most)
        let writings = Pipe<Writing>(limit: Self.most)
        return try await withThrowingTaskGroup(of: DocumentFigures?.self) { group in
            group.addTask { [receiver] in
                await receiver.receive(from: address, into: arrivals)
                return nil
            }
            group.addTask { await refine(arrivals, into: writings) }
            // Whatever ends this early ends the others; an error travels down the pipes, behind what came before it.
            defer { group.cancelAll() }
            var written = 0
            while let writing = try await writings.next() {
                switch writing {
                case .restart:
                    try await restart()
                    written = 0
                case .bytes(let piece):
                    try await write(piece)
                    written += piece.count
                }
            }
            while let ended = try await group.next() {
                guard var figures = ended else { continue }
                figures.bytesWritten = written
                return figures
            }
            // The refining task returns figures whenever it ends its pipe without an error.
            throw CancellationError()
        }
    }

    /// Turns what arrives into what is written. Returns `nil` when it failed, which the pipe then tells.
    private func refine(
        _ arrivals: Pipe<DocumentReceiver.Arrival>, into writings: Pipe<Writing>
    ) async -> DocumentFigures? {
        do {
            var received = 0
            var refinery = try DocumentRefinery(form, contentType: nil)
            var hasBegun = false
            while let arrival = try await arrivals.next() {
                switch arrival {
                case .begun(let contentType):
                    if hasBegun { try await writings.send(.restart, weight: 1) }
                    hasBegun = true
                    received = 0
                    refinery = try DocumentRefinery(form, contentType: contentType)
                case .bytes(let chunk):
                    received += chunk.count
                    refinery.take(chunk)
                    while let piece = try refinery.next() { try await pass(piece, writings) }
                }
            }
            refinery.end()
            while let piece = try refinery.next() { try await pass(piece, writings) }
            var figures = refinery.figures
            figures.bytesReceived = received
            writings.finish()
            return figures
        } catch {
            writings.finish(throwing: error)
            return nil
        }
    }

    private func pass(_ piece: [UInt8], _ writings: Pipe<Writing>) async throws {
        guard !piece.isEmpty else { return }
        try await writings.send(.bytes(piece), weight: piece.count)
        // Each piece took about a millisecond. Others want this thread too.
        await Task.yield()
    }
}
