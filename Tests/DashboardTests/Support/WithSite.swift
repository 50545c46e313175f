import Dashboard
import Hummingbird
import HummingbirdTesting

/// The tokens of tests.
enum Tokens {
    static let operators = "operator-token-0123456789"
    static let readers = "reader-token-0123456789"
}

/// Lets a browser look at a dashboard.
///
/// - Parameters:
///   - token: The operators' token; `nil` with no `readToken` for a dashboard that everybody may use.
///   - setup: How its routes are reached.
func withSite(
    _ installation: TestInstallation = TestInstallation(), token: String? = nil, readToken: String? = nil,
    listen: ListenAddress = .standard, setup: TestingSetup = .router,
    _ body: @escaping @Sendable (Browser, TestInstallation) async throws -> Void
) async throws {
    let access = try AccessRules(token: token, readToken: readToken, listen: listen)
    let dashboard = try Dashboard(installation, listen: listen, access: access)
    try await dashboard.application.test(setup) { client in try await body(Browser(client), installation) }
}
