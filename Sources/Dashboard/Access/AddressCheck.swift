import HTTPTypes
import Hummingbird

/// Lets in only what is meant for this site, and what changes something only from this site.
struct AddressCheck: RouterMiddleware {
    let rules: HostRules

    func handle(
        _ request: Request, context: DashboardContext, next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        guard rules.admits(authority: request.head.authority) else {
            throw Refusal(
                .misdirectedRequest, "Another site's name",
                "This dashboard needs no token, so it answers to names of this machine only.",
                cure: "Open it as http://localhost and its port, or set dashboard.token to use other names.")
        }
        if !request.isSafe,
            !HostRules.isOwn(
                site: request.headers[.site], origin: request.headers[.origin], authority: request.head.authority)
        {
            throw Refusal(
                .forbidden, "From another site", "Another site's page sent this, so nothing was done.",
                cure: "Use the pages of the dashboard itself.")
        }
        return try await next(request, context)
    }
}
