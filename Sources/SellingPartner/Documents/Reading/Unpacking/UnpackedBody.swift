import Ports

/// Reads a body that is inflated as it arrives, if it is compressed.
actor UnpackedBody {
    private var iterator: HTTPBody.Iterator?
    private var unpacker = Unpacker()

    init(_ body: HTTPBody) { iterator = body.makeAsyncIterator() }

    func next() async throws -> [UInt8]? {
        // Taken out while it works: a second reader at the same time finds the end instead of a race.
        guard var current = iterator else { return nil }
        iterator = nil
        do {
            while true {
                if let piece = try unpacker.next() {
                    iterator = current
                    return piece
                }
                guard let chunk = try await current.next(isolation: self) else { break }
                unpacker.take(chunk)
            }
            unpacker.end()
            return try unpacker.next()
        } catch let fault as DocumentFault {
            throw HTTPTransportError(.malformed, wasSent: true, message: fault.message)
        }
    }
}
