import HTTPTypes
import Hummingbird

/// Finds out who a request comes from.
struct Authentication: RouterMiddleware {
    let access: AccessRules
    let sessions: Sessions
    let cookie: SessionCookie

    func handle(
        _ request: Request, context: DashboardContext, next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.isFragment = request.headers[.fragment] == "1"
        if request.isForProgram, let token = request.bearer {
            let role = access.role(of: token)
            // Where there are no tokens there is nothing to guess.
            if access.needsLogin, let wait = sessions.check(token, isRight: role != nil, from: context.peer) {
                throw Refusal.tooManyTries(wait)
            }
            guard let role else { throw Refusal.unknownVisitor }
            context.visitor = Visitor(name: role.rawValue, role: role, address: context.peer, way: .api)
            return try await next(request, context)
        }
        if let session = cookie.key(in: request).flatMap(sessions.find) {
            enter(&context, session, request)
            return try await next(request, context)
        }
        guard !access.needsLogin else { return try await next(request, context) }
        if request.isForProgram || !request.isSafe || !isPage(request) {
            context.visitor = Visitor(name: "local", role: .operator, address: context.peer, way: way(request))
            return try await next(request, context)
        }
        let (session, key) = sessions.open(name: "local", role: .operator)
        enter(&context, session, request)
        var response = try await next(request, context)
        response.headers.append(
            HTTPField(name: .setCookie, value: cookie.given(key, isSecure: false, isAskedFor: false)))
        return response
    }

    private func enter(_ context: inout DashboardContext, _ session: Session, _ request: Request) {
        context.session = session
        context.visitor = Visitor(
            name: session.name, role: session.role, address: context.peer, way: way(request))
        context.canLogOut = access.needsLogin
    }

    private func way(_ request: Request) -> Visitor.Way { request.isForProgram ? .api : .dashboard }

    /// Whether somebody looks at a page: only they get a session without asking for it. A page of another site that has
    /// ours in a frame, or whose script asks for it, is nobody, and must not use up the sessions.
    private func isPage(_ request: Request) -> Bool {
        switch HTTPField.Name("Sec-Fetch-Dest").flatMap({ request.headers[$0] }) {
        case nil, "document": break
        case "empty": guard request.headers[.site] == "same-origin" else { return false }
        default: return false
        }
        return !SiteGate.isPublic(request.uri.path) && request.headers[.accept]?.contains("text/html") ?? false
    }
}
