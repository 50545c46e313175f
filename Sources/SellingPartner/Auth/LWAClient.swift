import Logging
package import Ports
import Secrets

/// Exchanges credentials for access tokens at Login with Amazon. One request per exchange: it never retries.
package struct LWAClient: Sendable {
    private let transport: any HTTPTransport
    private let timekeeper: any Timekeeper
    private let timeout: Duration
    private let logging: CallLogging?
    private let clock: ClockWatch?

    /// The most bytes of an answer that are looked at; a real one has a few kilobytes.
    private static let answerLimit = 64 * 1024

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - transport: What carries the requests.
    ///   - timekeeper: Tells the wall time that the service's clock is compared with.
    ///   - timeout: How long an answer may take, in real time. 30 seconds unless told otherwise.
    ///   - logging: Gets one debug line for each request and one for each answer: never fields or bodies.
    ///   - clock: Compares the answers' dates with this machine's clock.
    package init(
        transport: any HTTPTransport, timekeeper: any Timekeeper, timeout: Duration = .seconds(30),
        logging: CallLogging? = nil, clock: ClockWatch? = nil
    ) {
        self.transport = transport
        self.timekeeper = timekeeper
        self.timeout = timeout
        self.logging = logging
        self.clock = clock
    }

    /// Asks for an access token.
    ///
    /// - Parameter seller: The seller's id as the user wrote it, for logs; `nil` for grantless tokens.
    /// - Returns: The token, with the lifetime that the service gave it.
    /// - Throws: `LWAFailure` for every refusal and every kind of trouble; `CancellationError` when the task was
    ///   cancelled.
    package func exchange(_ request: LWARequest, seller: String? = nil) async throws -> AccessToken {
        if let failure = request.configurationFault { throw failure }
        let sent = HTTPRequest(
            method: "POST", url: request.endpoint,
            headers: [
                HTTPHeader("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),
                HTTPHeader("Accept", "application/json"),
            ],
            body: FormEncoding.encode(request.fields), timeout: timeout)
        let line = logging.map { CallLog($0, exchange: request.grant, seller: seller) }
        request.hide(from: logging)
        line?.request(sent)
        let start = timekeeper.monotonic()
        let answer: HTTPResponse
        let body: [UInt8]
        do {
            answer = try await transport.send(sent)
            let head = CallAnswer(
                status: answer.status, headers: answer.headers, duration: timekeeper.monotonic() - start)
            clock?.answered(
                date: head.date, wallMicroseconds: timekeeper.wallMicroseconds(), roundTrip: head.duration)
            line?.answer(head)
            body = try await answer.body.collect(upTo: Self.answerLimit)
        } catch let error as HTTPTransportError {
            line?.fault(error.message, duration: timekeeper.monotonic() - start)
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

    /// Hides what is sent from the lines about it.
    fileprivate func hide(from logging: CallLogging?) {
        logging?.hide(clientSecret)
        if case .refreshToken(let token) = grant { logging?.hide(token) }
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
