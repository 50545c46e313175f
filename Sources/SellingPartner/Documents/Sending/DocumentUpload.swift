package import Ports
package import Secrets

/// Sends content to the address that Amazon gave out for it.
package struct DocumentUpload: Sendable {
    private let transport: any HTTPTransport
    private let timeout: Duration

    /// Creates an upload.
    ///
    /// - Parameters:
    ///   - transport: Carries the request to the storage. It holds nothing of the seller's but the address and the
    ///   content.
    ///   - timeout: How long it may take until the storage answers. An address is good for 5 minutes.
    package init(transport: any HTTPTransport, timeout: Duration = .seconds(300)) {
        self.transport = transport
        self.timeout = timeout
    }

    /// Sends the content, in one piece. Sent twice it is the same document still.
    ///
    /// - Parameters:
    ///   - contentType: The type that the address was asked for with, letter by letter.
    ///   - url: The presigned address.
    /// - Throws: `DocumentFault`, a lapsed one when another address must be had; `CancellationError`.
    package func send(_ content: [UInt8], contentType: String, to url: Secret) async throws {
        guard StorageURL.isAcceptable(url) else {
            throw DocumentFault(
                .notAnAddress,
                "What Amazon gave as the address for the content is no https URL. It was not used; try again later.")
        }
        let answer: HTTPResponse
        do {
            answer = try await transport.send(
                HTTPRequest(
                    method: "PUT", url: url.reveal(), headers: [HTTPHeader("Content-Type", contentType)],
                    body: content, timeout: timeout))
        } catch let error as HTTPTransportError {
            throw DocumentFault(.broken, "The upload broke off: \(error.message).")
        }
        let code = try await StorageError.code(in: answer.body).map { " (\($0))" } ?? ""
        switch answer.status {
        case 200..<300: return
        case 403:
            throw DocumentFault(
                .lapsed, "The storage refused the address for the content\(code), as it does after five minutes.")
        default:
            throw DocumentFault(
                .refused(status: answer.status), "The storage answered the upload with status \(answer.status)\(code).")
        }
    }
}
