import HTTPTypes
import Hummingbird
import JobModel
import JobStore
import Logging
import NIOCore
import OperationCatalogue
import Overview

/// Turns whatever goes wrong into a page that says what to do, or into `problem+json` for programs.
struct ErrorPages: RouterMiddleware {
    let site: Site

    func handle(
        _ request: Request, context: DashboardContext, next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as CancellationError {
            throw error
        } catch {
            let refusal = refusal(error, request)
            var response = try answer(refusal, request, context)
            for field in refusal.headers { response.headers[field.name] = field.value }
            // A body would be taken for the beginning of the next answer.
            return request.method == .head ? response.createHeadResponse() : response
        }
    }

    /// The error in words. What nobody foresaw goes to the log, not to strangers.
    private func refusal(_ error: any Error, _ request: Request) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case is NIOTooManyBytesError: return .tooLarge(limit: DashboardContext.largestForm)
        case let error as JobRejection:
            return Refusal(.unprocessableContent, "That cannot become a job", error.description)
        case let error as StoreError:
            site.installation.logger.error(
                "The dashboard could not use the store.",
                metadata: ["path": "\(request.uri.path)", "reason": "\(error.message)"])
            return Refusal(
                .serviceUnavailable, "The store cannot be used now", error.message,
                cure: "Try again; 'spworker doctor' tells more.", headers: [.retryAfter: "5"])
        case let error as HTTPError where error.status == .notFound: return .notFound()
        case let error as any HTTPResponseError where error.status.kind == .clientError:
            return Refusal(
                error.status, error.status.reasonPhrase,
                (error as? HTTPError)?.body ?? "The request could not be understood.")
        default:
            site.installation.logger.error(
                "The dashboard could not answer.",
                metadata: ["path": "\(request.uri.path)", "reason": "\(error)"])
            return Refusal(
                .internalServerError, "Something went wrong", "The dashboard could not make this page.",
                cure: "Try again; the log tells more.")
        }
    }

    private func answer(_ refusal: Refusal, _ request: Request, _ context: DashboardContext) throws -> Response {
        guard request.isForProgram else {
            return try site.reply(
                Page(
                    refusal.title, template: "error_page", view: ErrorView(refusal), status: refusal.status,
                    isLive: false), context)
        }
        return .problem(refusal)
    }
}

extension Response {
    /// A refusal as programs read it (RFC 9457).
    static func problem(_ refusal: Refusal) -> Response {
        let detail = refusal.cure.map { "\(refusal.message) \($0)" } ?? refusal.message
        var json = JSONValue.object([
            "type": .string("about:blank"), "title": .string(refusal.title),
            "status": .integer(Int64(refusal.status.code)), "detail": .string(detail),
        ])
        if !refusal.faults.isEmpty {
            json = json.adding([
                "errors": .array(
                    refusal.faults.map { .object(["field": .string($0.field), "problem": .string($0.problem)]) })
            ])
        }
        return Response(
            status: refusal.status, headers: [.contentType: "application/problem+json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: json.text)))
    }
}

/// What an error page says.
private struct ErrorView {
    let title: String
    let message: String
    let cure: String?
    let code: Int

    init(_ refusal: Refusal) {
        title = refusal.title
        message = refusal.message
        cure = refusal.cure
        code = refusal.status.code
    }
}
