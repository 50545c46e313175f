/// An answer: its head, and a body that is still arriving.
public struct HTTPResponse: Sendable {
    /// The status code.
    public var status: Int
    /// Header fields in the order in which they came.
    public var headers: [HTTPHeader]
    /// The body. It can be read once.
    public var body: HTTPBody

    /// Creates an answer.
    public init(status: Int, headers: [HTTPHeader] = [], body: HTTPBody = HTTPBody([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Bytes that arrive in chunks. Reading applies back-pressure to the sender.
public struct HTTPBody: AsyncSequence, Sendable {
    public typealias Element = [UInt8]

    private let makeNext: @Sendable () -> @Sendable () async throws -> [UInt8]?

    /// A body that is already complete.
    public init(_ bytes: [UInt8]) {
        self.init {
            let rest = OneShot(bytes)
            return { rest.take() }
        }
    }

    /// A body whose chunks come from `makeNext()`; `nil` ends it.
    ///
    /// The function is called once, when reading begins.
    public init(_ makeNext: @escaping @Sendable () -> @Sendable () async throws -> [UInt8]?) {
        self.makeNext = makeNext
    }

    public func makeAsyncIterator() -> Iterator { Iterator(advance: makeNext()) }

    /// Reads the chunks of one body.
    public struct Iterator: AsyncIteratorProtocol {
        let advance: @Sendable () async throws -> [UInt8]?

        public mutating func next() async throws -> [UInt8]? { try await advance() }
    }

    /// Reads the whole body into memory.
    ///
    /// - Parameter limit: The most bytes to accept.
    /// - Throws: `HTTPTransportError.bodyTooLarge` past the limit, and whatever the connection throws.
    public func collect(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in self {
            guard bytes.count + chunk.count <= limit else { throw HTTPTransportError.bodyTooLarge(limit: limit) }
            bytes += chunk
        }
        return bytes
    }
}
