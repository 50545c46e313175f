/// A request to send.
public struct HTTPRequest: Sendable {
    /// The method in capitals, for example `GET`.
    public var method: String
    /// The absolute URL, percent-encoded.
    public var url: String
    /// Header fields in order. Names are compared without regard to case.
    public var headers: [HTTPHeader]
    /// The body; `nil` sends none, and no `Content-Length` either.
    public var body: [UInt8]?
    /// How long the answer's head may take after the call began. Measured in real time even when the clock is accelerated.
    public var timeout: Duration

    /// Creates a request.
    public init(
        method: String, url: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil, timeout: Duration = .seconds(60)
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

/// One header field.
public struct HTTPHeader: Sendable, Equatable {
    /// The field's name, in the spelling that goes on the wire.
    public var name: String
    /// The field's value.
    public var value: String

    /// Creates a field.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [HTTPHeader] {
    /// The first value of the field `name`, compared without regard to case.
    public func first(_ name: String) -> String? {
        let wanted = name.lowercased()
        return first { $0.name.lowercased() == wanted }?.value
    }
}
