package import Dashboard
package import Secrets

/// Where web pages show the installation, and who may look.
package struct DashboardSettings: Sendable, Equatable {
    /// Where they are. Defaults to port 8088 of this machine alone.
    package var listen = ListenAddress.standard
    /// What operators show. Without any token everybody is an operator, which only this machine may be.
    package var token: SecretReference?
    /// What readers show, who change nothing.
    package var readToken: SecretReference?

    /// The defaults.
    package init() {}

    init(_ section: SettingSection) {
        listen =
            section.value("listen", due: "an address and a port such as 127.0.0.1:8088 or [::1]:8088") {
                ListenAddress($0)
            } ?? listen
        token = section.reference("token")
        readToken = section.reference("readToken")
        // Tokens that are wrong have been reported already.
        let hasToken = section.node("token") != nil || section.node("readToken") != nil
        if !hasToken, !listen.isLoopback {
            section.report(
                "listen", "other machines could act there without a token",
                "add token: env:SPWORKER_DASHBOARD_TOKEN, or listen on 127.0.0.1")
        }
    }

    /// The references, each with its key.
    var references: [(key: String, reference: SecretReference)] {
        [("dashboard.token", token), ("dashboard.readToken", readToken)].compactMap { key, reference in
            reference.map { (key, $0) }
        }
    }
}
