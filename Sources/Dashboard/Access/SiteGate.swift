import HTTPTypes
package import Hummingbird
import NIOCore

/// Lets visitors do what their role allows, and reads the forms that they send.
struct SiteGate: RouterMiddleware {
    let sessions: Sessions

    /// Whether everybody may ask for it.
    static func isPublic(_ path: String) -> Bool {
        path.hasPrefix("/assets/") || ["/login", "/healthz", "/readyz"].contains(path)
    }

    func handle(
        _ request: Request, context: DashboardContext, next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        var (request, context) = (request, context)
        let limit = request.isForProgram ? context.maxUploadSize : DashboardContext.largestForm
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Refusal.tooLarge(limit: limit)
        }
        if !request.isSafe, !request.isForProgram { try await readForm(&request, &context) }
        let path = request.uri.path
        guard !Self.isPublic(path) else { return try await next(request, context) }
        guard let visitor = context.visitor else { return try await turnAway(request, context) }
        if !request.isSafe {
            if path != LoginPage.leaving, !visitor.role.covers(.operator) { throw Refusal.readersOnly }
            try checkForm(request, context)
        }
        return try await next(request, context)
    }

    private func readForm(_ request: inout Request, _ context: inout DashboardContext) async throws {
        let type = request.headers[.contentType]?.lowercased() ?? ""
        guard type.isEmpty || type.hasPrefix("application/x-www-form-urlencoded") else {
            throw Refusal(
                .unsupportedMediaType, "Not a form", "Pages take forms alone.",
                cure: "Programs use the addresses below /api/v1.")
        }
        let body = try await request.collectBody(upTo: DashboardContext.largestForm)
        context.form = FormValues(encoded: String(buffer: body))
    }

    /// Whoever has a session shows that one of its own pages sent this.
    private func checkForm(_ request: Request, _ context: DashboardContext) throws {
        guard let session = context.session else {
            // A program sends no cookie that a strange page could use.
            if request.isForProgram { return }
            throw Refusal.staleForm
        }
        guard let shown = context.form["_csrf"] ?? request.headers[.csrf],
            SecretDigest(shown) == SecretDigest(session.csrf)
        else { throw Refusal.staleForm }
    }

    private func turnAway(_ request: Request, _ context: DashboardContext) async throws -> Response {
        guard !request.isForProgram, request.isSafe, !context.isFragment,
            request.headers[.accept]?.contains("text/html") ?? false
        else { throw Refusal.unknownVisitor }
        return .seeOther(LoginPage.address(backTo: request.uri.string))
    }
}

extension Response {
    /// Sends the browser on to another address, with a GET.
    package static func seeOther(_ address: String) -> Response {
        Response(status: .seeOther, headers: [.location: address])
    }
}
