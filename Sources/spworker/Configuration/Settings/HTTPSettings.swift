package import Secrets

/// How requests leave this machine.
package struct HTTPSettings: Sendable, Equatable {
    /// A proxy's location.
    package enum Proxy: Sendable, Equatable {
        /// A URL without user and password.
        case url(String)
        /// A secret reference whose value is the URL.
        case reference(SecretReference)
    }

    /// What this program calls itself to Amazon; `nil` for its own name and version. Amazon's documentation asks for
    /// the form `name/version (Language=...)`.
    package var userAgent: String?
    /// How long making a connection may take. Defaults to 5 s.
    package var connectTimeout: Duration = .seconds(5)
    /// How long the head of an answer may take. Defaults to 60 s.
    package var requestTimeout: Duration = .seconds(60)
    /// How long a request may take until its answer has come completely. Defaults to 1 h.
    package var totalTimeout: Duration = .seconds(3600)
    /// How long an unused connection is kept. Defaults to 50 s.
    package var idleTimeout: Duration = .seconds(50)
    /// The most connections to one host; `nil` for 64, or as many as the worker's concurrency if that is more: every call
    /// under way has a connection of its own.
    package var connectionsPerHost: Int?
    /// Whether HTTP/2 is used with hosts that offer it. Defaults to false.
    package var http2 = false
    /// The proxy to go through; none by default.
    package var proxy: Proxy?
    /// A PEM file of further certificate authorities to trust, as an absolute path; none by default.
    package var caFile: String?

    /// The defaults.
    package init() {}

    init(_ section: SettingSection) {
        userAgent = section.text("userAgent", due: "a name such as \"acme-sync/1.4 (Language=Swift)\"")
        connectTimeout = section.duration("connectTimeout", atLeast: .milliseconds(100)) ?? connectTimeout
        requestTimeout = section.duration("requestTimeout", atLeast: .seconds(1)) ?? requestTimeout
        totalTimeout = section.duration("totalTimeout", atLeast: .seconds(1)) ?? totalTimeout
        idleTimeout = section.duration("idleTimeout", atLeast: .seconds(1)) ?? idleTimeout
        connectionsPerHost = section.integer("connectionsPerHost", in: 1...10_000)
        http2 = section.flag("http2") ?? http2
        proxy = Self.proxy(section)
        caFile = section.filePath("caFile")
    }

    private static func proxy(_ section: SettingSection) -> Proxy? {
        guard let text = section.text("proxy", due: "a URL such as http://proxy:3128, or a reference") else {
            return nil
        }
        guard text.lowercased().hasPrefix("http://") || text.lowercased().hasPrefix("https://") else {
            return section.reference("proxy").map(Proxy.reference)
        }
        // A proxy is often plain http: what passes through it is encrypted end to end. So only the rest is checked.
        let rest = text[(text.firstRange(of: "://")?.upperBound ?? text.startIndex)...]
        if case .failure(let flaw) = ServiceURL.check("https://\(rest)") {
            section.report("proxy", flaw.message, flaw.cure)
            return nil
        }
        return .url(text)
    }
}
