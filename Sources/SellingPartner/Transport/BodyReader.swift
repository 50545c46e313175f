import AsyncHTTPClient
import NIOCore
import Ports

/// Reads one body chunk by chunk. The next chunk is asked for only when the last was taken.
actor BodyReader {
    private var iterator: HTTPClientResponse.Body.AsyncIterator?
    private let deadline: NIODeadline

    /// - Parameter deadline: When the whole body must have come. It is looked at between chunks; a chunk that does not come
    ///   at all is the connection's to notice.
    init(_ body: HTTPClientResponse.Body, until deadline: NIODeadline) {
        iterator = body.makeAsyncIterator()
        self.deadline = deadline
    }

    func next() async throws -> [UInt8]? {
        // Taken out while it works: a second reader at the same time finds the end instead of a race.
        guard var current = iterator else { return nil }
        iterator = nil
        guard NIODeadline.now() < deadline else {
            // Letting go of the iterator closes the connection.
            throw HTTPTransportError(.timeout, wasSent: true, message: "the answer did not end in time")
        }
        do {
            guard let buffer = try await current.next(isolation: self) else { return nil }
            iterator = current
            return Array(buffer.readableBytesView)
        } catch {
            throw TransportFault.translate(error, wasSent: true)
        }
    }
}
