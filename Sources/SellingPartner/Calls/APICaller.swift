package import OperationCatalogue
package import Ports
import Secrets

/// Makes calls: gets the token, sends, judges the answer, and repeats once with a fresh token if the token was refused.
package struct APICaller: Sendable {
    private let transport: any HTTPTransport
    private let tokens: TokenCache
    private let timekeeper: any Timekeeper
    private let logging: CallLogging
    private let clock: ClockWatch?
    private let metrics: CallMetrics

    /// Creates a caller.
    ///
    /// - Parameters:
    ///   - transport: What carries the requests.
    ///   - tokens: Where access tokens are kept.
    ///   - timekeeper: Dates the requests and measures durations.
    ///   - logging: Gets one debug line for each request and one for each answer: never tokens or values of parameters.
    ///   - clock: Compares the answers' dates with this machine's clock.
    ///   - metrics: Counts the calls.
    package init(
        transport: any HTTPTransport, tokens: TokenCache, timekeeper: any Timekeeper, logging: CallLogging,
        clock: ClockWatch? = nil, metrics: CallMetrics = CallMetrics()
    ) {
        self.transport = transport
        self.tokens = tokens
        self.timekeeper = timekeeper
        self.logging = logging
        self.clock = clock
        self.metrics = metrics
    }

    /// Makes one call.
    ///
    /// - Parameters:
    ///   - call: What to call.
    ///   - authorization: In whose name.
    ///   - restricted: Where restricted data tokens come from, to send one in place of the access token.
    ///   - permitRepeat: Asked before the one repetition, for every request needs a permit of the usage plan. If it
    ///     answers `false`, the result is `tokenRefused` after one request; the cache holds the fresh token by then.
    ///   - onSend: Called right before each request is written to a connection.
    /// - Returns: The verdict, the answer and, for a success, its body.
    /// - Throws: `LWAFailure` or whatever else the authorization's exchange, or `restricted`, throws when no token
    ///   could be had, what `permitRepeat` throws, and `CancellationError`.
    package func perform(
        _ call: PreparedCall, as authorization: CallAuthorization, restricted: TokenSource? = nil,
        permitRepeat: @Sendable () async throws -> Bool = { true }, onSend: @Sendable () -> Void = {}
    ) async throws -> CallResult {
        let source = restricted ?? accessTokens(of: authorization)
        let token = try await source.token()
        let result = try await send(call, authorization, token: token.value, requests: 1, onSend)
        guard case .tokenRefused = result.verdict else { return result }
        let fresh = try await source.token(replacing: token)
        guard try await permitRepeat() else { return result }
        return try await send(call, authorization, token: fresh.value, requests: 2, onSend)
    }

    private func accessTokens(of authorization: CallAuthorization) -> TokenSource {
        let tokens = tokens
        return TokenSource { refused in
            try await tokens.token(for: authorization.key, replacing: refused, exchange: authorization.exchange)
        }
    }

    private func send(
        _ call: PreparedCall, _ authorization: CallAuthorization, token: Secret, requests: Int,
        _ onSend: @Sendable () -> Void
    ) async throws -> CallResult {
        try await CallTracing.call(call.operation, number: requests) {
            try await request(call, authorization, token: token, requests: requests, onSend)
        }
    }

    private func request(
        _ call: PreparedCall, _ authorization: CallAuthorization, token: Secret, requests: Int,
        _ onSend: @Sendable () -> Void
    ) async throws -> CallResult {
        logging.hide(token)
        let line = CallLog(logging, call, seller: authorization.seller)
        let request = authorization.request.build(
            call, token: token, wallMicroseconds: timekeeper.wallMicroseconds())
        line.request(request, number: requests)
        let start = timekeeper.monotonic()
        var isAnswered = false
        do {
            let response = try await transport.send(request, onSend: onSend)
            let answer = CallAnswer(
                status: response.status, headers: response.headers, duration: timekeeper.monotonic() - start)
            isAnswered = true
            metrics.count(family: call.operation.family, status: answer.status, duration: answer.duration)
            clock?.answered(
                date: answer.date, wallMicroseconds: timekeeper.wallMicroseconds(), roundTrip: answer.duration)
            let result = try await read(response.body, answer, call.operation, requests: requests, line)
            line.answer(answer, result.verdict)
            return result.report == .none ? result : result.redacted(by: SentValueRedactor([token]))
        } catch let error as HTTPTransportError {
            let verdict = CallVerdict(.noAnswer(error), operation: call.operation)
            if !isAnswered { metrics.count(family: call.operation.family, status: nil, duration: .zero) }
            line.fault(error.message, verdict, duration: timekeeper.monotonic() - start)
            return CallResult(
                verdict: verdict, answer: nil, report: .none, fault: error.message, body: HTTPBody([]),
                requests: requests)
        }
    }

    private func read(
        _ body: HTTPBody, _ answer: CallAnswer, _ operation: Operation, requests: Int, _ line: CallLog
    ) async throws -> CallResult {
        if (200..<300).contains(answer.status) {
            let peeked = try await PeekedBody(body)
            let verdict = CallVerdict(.answer(answer, .none, body: peeked.kind), operation: operation)
            if verdict.isSuccess {
                return CallResult(
                    verdict: verdict, answer: answer, report: .none, fault: nil, body: line.watched(peeked.body),
                    requests: requests)
            }
            return CallResult(
                verdict: verdict, answer: answer, report: try await report(peeked.body, line), fault: nil,
                body: HTTPBody([]),
                requests: requests)
        }
        let report = try await report(body, line)
        return CallResult(
            verdict: CallVerdict(.answer(answer, report, body: .other), operation: operation), answer: answer,
            report: report, fault: nil, body: HTTPBody([]), requests: requests)
    }

    /// The status of a refusal stands even if the connection breaks in the middle of its explanation.
    ///
    /// - Throws: `CancellationError`: a refusal that was not read to its end for that reason must not count as one
    ///   without explanation, which is for good where others are not.
    private func report(_ body: HTTPBody, _ line: CallLog) async throws -> APIErrorReport {
        let bytes: [UInt8]
        do {
            bytes = try await PeekedBody.prefix(of: body, upTo: APIErrorReport.readLimit)
        } catch let error as CancellationError {
            throw error
        } catch {
            return .none
        }
        line.answer(body: bytes)
        return APIErrorReport(body: bytes)
    }
}
