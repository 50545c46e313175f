import OperationCatalogue
import Tracing

/// The spans of requests to Amazon, by OpenTelemetry's conventions for HTTP clients. They hold no secret, no body, no
/// parameter's value, and nothing of the trace is sent to Amazon. Without a tracer they cost a look.
enum CallTracing {
    /// Whether anybody traces.
    static var isOn: Bool { !(InstrumentationSystem.instrument is NoOpInstrument) }

    /// Makes one request inside its span.
    ///
    /// - Parameter number: 2 for the repetition with a fresh token.
    static func call(
        _ operation: Operation, number: Int, _ work: () async throws -> CallResult
    ) async throws -> CallResult {
        guard isOn else { return try await work() }
        return try await withSpan("\(operation.method) \(operation.path)", ofKind: .client) { span in
            span.attributes["http.request.method"] = operation.method
            span.attributes["url.template"] = operation.path
            span.attributes["spworker.operation"] = operation.name
            if number > 1 { span.attributes["http.request.resend_count"] = number - 1 }
            let result = try await work()
            if let status = result.answer?.status { span.attributes["http.response.status_code"] = status }
            if let id = result.answer?.requestID { span.attributes["spworker.amazon_request_id"] = id }
            if !result.verdict.isSuccess {
                let type = result.answer.map { "\($0.status)" } ?? "no_answer"
                span.attributes["error.type"] = type
                span.setStatus(SpanStatus(code: .error, message: type))
            }
            return result
        }
    }

    /// Gets a token inside its span.
    static func token(
        _ reason: TokenExchangeReason, _ work: () async -> Result<VaultedExchange.Obtained, any Error>
    ) async -> Result<VaultedExchange.Obtained, any Error> {
        guard isOn else { return await work() }
        return await withSpan("get token", ofKind: .client) { span in
            span.attributes["spworker.token.reason"] = "\(reason)"
            let result = await work()
            switch result {
            case .success(let obtained): span.attributes["spworker.token.kept"] = obtained.isKept
            case .failure(let error):
                let type = TokenMetrics.Result(error).rawValue
                span.attributes["error.type"] = type
                span.setStatus(SpanStatus(code: .error, message: type))
            }
            return result
        }
    }
}
