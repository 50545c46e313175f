package import Ports

/// An answer that has come to its end.
package struct WholeAnswer: Sendable {
    /// The status code.
    package let status: Int
    /// The header fields.
    package let headers: [HTTPHeader]
    /// The body.
    package let body: [UInt8]

    /// The body as text, blanks and line breaks at both ends taken off.
    var text: String {
        var text = String(decoding: body, as: UTF8.self)[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}

extension HTTPTransport {
    /// Sends `request` and reads the whole answer, of at most 256 KiB.
    ///
    /// - Throws: `SecretError` with the code `unavailable` when no complete answer came.
    func whole(_ request: HTTPRequest) async throws(SecretError) -> WholeAnswer {
        do {
            let answer = try await send(request)
            return WholeAnswer(
                status: answer.status, headers: answer.headers, body: try await answer.body.collect(upTo: 1 << 18))
        } catch {
            let reason = (error as? HTTPTransportError)?.message ?? (error is CancellationError ? "stopped" : "failed")
            throw SecretError(
                .unavailable, reference: nil, message: "\(Self.place(request.url)) does not answer (\(reason))",
                cure: "check the network between this machine and that address")
        }
    }

    /// A URL's scheme and authority: paths may name roles, and queries more than that.
    private static func place(_ url: String) -> String {
        var slashes = 0
        return String(
            url.prefix { character in
                if character == "/" { slashes += 1 }
                return slashes < 3 && character != "?"
            })
    }
}
