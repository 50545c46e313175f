package import Ports
import Secrets

/// Exchanges credentials for access tokens at Login with Amazon. One request per exchange: it never retries.
package struct LWAClient: Sendable {
    private let transport: any HTTPTransport
    private let timekeeper: any Timekeeper
    private let timeout: Duration

    /// The most bytes of an answer that are looked at; a real one has a few kilobytes.
    private static let answerLimit = 64 * 1024

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - transport: What carries the requests.
    ///   - timekeeper: Tells the wall time that the service's clock is compared with.
    ///   - timeout: How long an answer may take, in real time. 30 seconds unless told otherwise.
    package init(transport: any HTTPTransport, timekeeper: any Timekeeper, timeout: Duration = .seconds(30)) {
        self.transport = transport
        self.timekeeper = timekeeper
        self.timeout = timeout
    }

    /// Asks for an access token.
    ///
    /// - Returns: The token, with the lifetime that the service gave it.
    /// - Throws: `LWAFailure` for every refusal and every kind of trouble; `CancellationError` when the task was
    ///   cancelled.
    package func exchange(_ request: LWARequest) async throws -> AccessToken {
        if let failure = request.configurationFault { throw failure }
        let answer: HTTPResponse
        let body: [UInt8]
        do {
            answer = try await transport.send(
                HTTPRequest(
                    method: "POST", url: request.endpoint,
                    headers: [
                        HTTPHeader("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),
                        HTTPHeader("Accept", "application/json"),
                    ],
                    body: FormEncoding.encode(request.fields), timeout: timeout))
            body = try await answer.body.collect(upTo: Self.answerLimit)
        } catch let error as HTTPTransportError {
            throw LWAFailure(.transient(error.transientKind), detail: request.redactor.redact(error.message))
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // Anything else that a transport throws is its own trouble; its text might hold the request, so it is dropped.
            throw LWAFailure(.transient(.network))
        }
        let parsed = LWAAnswer(
            status: answer.status, headers: answer.headers, body: body, wallMicroseconds: timekeeper.wallMicroseconds())
        return try parsed.token(redactor: request.redactor)
    }
}

extension LWARequest {
    /// Hides what is sent from whatever the service or the transport says about it.
    var redactor: SentValueRedactor {
        var values = [clientSecret, Secret(clientID)]
        if case .refreshToken(let token) = grant { values.append(token) }
        return SentValueRedactor(values)
    }

    /// An empty credential would come back as `invalid_request` after a round trip, so it is refused at once.
    fileprivate var configurationFault: LWAFailure? {
        guard let empty = fields.first(where: { $0.value.isEmpty }) else { return nil }
        return LWAFailure(.invalidRequest, detail: "\(empty.name) is empty")
    }
}

extension HTTPTransportError {
    fileprivate var transientKind: LWAFailure.Transient {
        switch reason {
        case .connect, .connectionLost: .network
        case .timeout: .timeout
        case .bodyTooLarge, .malformed: .unexpectedAnswer
        }
    }
}
