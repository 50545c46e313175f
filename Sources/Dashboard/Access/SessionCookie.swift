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
    /// - Parameter isSecure: Whether the browser came by https.
    func given(_ key: String, isSecure: Bool) -> String {
        "\(name)=\(key); Path=/; Max-Age=\(SessionBook.lifetime.components.seconds); HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "")
    }

    /// The header field that takes it back.
    var taken: String { "\(name)=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict" }
}
