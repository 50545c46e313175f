import Ports

/// A body whose beginning was looked at, and which can still be read from its beginning.
struct PeekedBody {
    /// What the body looks like.
    let kind: CallOutcome.BodyKind
    /// The first byte that is not white space, or `nil` when there is none.
    let firstByte: UInt8?
    /// The whole body.
    let body: HTTPBody

    /// Reads `body` up to the first byte that is not white space.
    ///
    /// - Throws: What the connection throws.
    init(_ body: HTTPBody) async throws {
        var iterator = body.makeAsyncIterator()
        var beginning: [[UInt8]] = []
        var kind = CallOutcome.BodyKind.empty
        var firstByte: UInt8?
        while kind == .empty, let chunk = try await iterator.next() {
            beginning.append(chunk)
            if let byte = chunk.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
                // An answer is an object or a list. Anything else is somebody else's page.
                firstByte = byte
                kind = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") ? .json : .other
            }
        }
        self.kind = kind
        self.firstByte = firstByte
        let rest = BodyTail(beginning, iterator)
        self.body = HTTPBody { { try await rest.next() } }
    }

    /// The first `limit` bytes of `body`. The rest is given up.
    static func prefix(of body: HTTPBody, upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in body {
            bytes += chunk.prefix(limit - bytes.count)
            if bytes.count >= limit { break }
        }
        return bytes
    }
}

/// Hands out the chunks that were read already, then the others.
private actor BodyTail {
    private var beginning: ArraySlice<[UInt8]>
    private var iterator: HTTPBody.Iterator?

    init(_ beginning: [[UInt8]], _ iterator: HTTPBody.Iterator) {
        self.beginning = beginning[...]
        self.iterator = iterator
    }

    func next() async throws -> [UInt8]? {
        if let chunk = beginning.popFirst() { return chunk }
        guard var current = iterator else { return nil }
        iterator = nil
        guard let chunk = try await current.next(isolation: self) else { return nil }
        iterator = current
        return chunk
    }
}
