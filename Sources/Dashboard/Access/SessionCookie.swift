import Hummingbird

/// The cookie that carries a session's key.
struct SessionCookie: Sendable {
    private let name: String

    /// - Parameter port: Where the dashboard listens: cookies do not tell ports apart, and a machine may have several
    ///   dashboards.
    init(port: Int) { name = "spworker_\(port)" }

    /// The key that the browser sent.
    func key(in request: Request) -> String? { request.cookie(name) }

    /// The header field that gives the key to the browser.
    ///
    /// - Parameters:
    ///   - isSecure: Whether the browser came by https.
    ///   - isAskedFor: Whether somebody logged in. Else whoever comes without the cookie gets a session, so a link of
    ///     another site must bring it along: a new session would take the old one's place, and open pages could send
    ///     nothing any more. Forms and scripts of other sites do not bring it.
    func given(_ key: String, isSecure: Bool, isAskedFor: Bool = true) -> String {
        "\(name)=\(key); Path=/; Max-Age=\(SessionBook.lifetime.components.seconds); HttpOnly; "
            + "SameSite=\(isAskedFor ? "Strict" : "Lax")" + (isSecure ? "; Secure" : "")
    }

    /// The header field that takes it back.
    var taken: String { "\(name)=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict" }
}
