import HTTPTypes
import Hummingbird
import Logging

/// Where visitors say who they are, and leave.
struct LoginPage: SitePart {
    static let path = "/login"
    static let leaving = "/logout"
    static let templates = ["login_page": PackageResources.login_page_mustache]

    let site: Site

    /// The login page that leads on to `address`.
    static func address(backTo address: String) -> String {
        guard address != "/" else { return path }
        return "\(path)?to=\(address.percentEncoded)"
    }

    func add(to router: Router<DashboardContext>) {
        router.get("login") { request, context -> Response in
            let target = Self.target(request.query["to"])
            if context.visitor != nil { return .seeOther(target) }
            return try page(context, target: target, problem: nil)
        }
        router.post("login") { request, context in try logIn(request, context) }
        router.post("logout") { _, context -> Response in
            if let session = context.session { site.sessions.close(session) }
            var response = Response.seeOther(Self.path)
            response.headers[.setCookie] = site.cookie.taken
            return response
        }
    }

    private func logIn(_ request: Request, _ context: DashboardContext) throws -> Response {
        let target = Self.target(context.form["to"])
        if let wait = site.sessions.attempt(from: context.peer) {
            let seconds = wait.components.seconds + 1
            var response = try page(
                context, target: target, problem: "Too many tries. Wait \(seconds) seconds and try again.",
                status: .tooManyRequests)
            response.headers[.retryAfter] = String(seconds)
            return response
        }
        guard let role = context.form["token"].flatMap(site.access.role) else {
            site.installation.logger.warning(
                "Somebody tried to log in to the dashboard with a wrong token.",
                metadata: ["address": "\(context.peer)"])
            return try page(
                context, target: target, problem: "That is not the token. Mind that it is one for this installation.",
                status: .forbidden)
        }
        site.sessions.succeeded(from: context.peer)
        let name = context.form["name"].flatMap(Visitor.name) ?? role.rawValue
        let (_, key) = site.sessions.open(name: name, role: role)
        site.installation.logger.info(
            "Somebody logged in to the dashboard.",
            metadata: ["name": "\(name)", "role": "\(role.rawValue)", "address": "\(context.peer)"])
        var response = Response.seeOther(target)
        let isSecure = request.headers[.origin]?.lowercased().hasPrefix("https://") ?? false
        response.headers[.setCookie] = site.cookie.given(key, isSecure: isSecure)
        return response
    }

    private func page(
        _ context: DashboardContext, target: String, problem: String?, status: HTTPTypes.HTTPResponse.Status = .ok
    ) throws -> Response {
        let view = LoginView(target: target, problem: problem)
        return try site.reply(
            Page("Log in", template: "login_page", view: view, status: status, isLive: false), context)
    }

    /// Where to go afterwards: a page of this site, and nowhere else.
    static func target(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"), !text.hasPrefix(path),
            text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F })
        else { return "/" }
        return text
    }
}

/// What the login page says.
private struct LoginView {
    let target: String
    let problem: String?
}
