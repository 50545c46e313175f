/// Who is let in, and as what. Holds digests of the tokens, never the tokens.
package struct AccessRules: Sendable {
    /// The fewest characters of a token: shorter ones can be guessed.
    package static let shortest = 16

    private let tokens: [(role: Role, digest: SecretDigest)]

    /// Whether somebody must log in. Without any token everybody is an operator, which only this machine may be.
    package var needsLogin: Bool { !tokens.isEmpty }

    /// Takes the tokens.
    ///
    /// - Parameters:
    ///   - token: What operators show; `nil` for none.
    ///   - readToken: What readers show; `nil` for none.
    ///   - listen: Where the dashboard listens.
    /// - Throws: `DashboardError` when others than this machine could come in without a token, and when a token is
    ///   too short or both are the same.
    package init(token: String?, readToken: String?, listen: ListenAddress) throws(DashboardError) {
        for (name, value) in [("dashboard.token", token), ("dashboard.readToken", readToken)] {
            guard let value, value.count < Self.shortest else { continue }
            throw DashboardError(
                .refused,
                "\(name) has fewer than \(Self.shortest) characters and could be guessed; make one with 'openssl rand "
                    + "-hex 24' and keep it where the reference points")
        }
        if let token, token == readToken {
            throw DashboardError(
                .refused, "dashboard.token and dashboard.readToken are the same; give readers a token of their own")
        }
        if token == nil, readToken == nil, !listen.isLoopback {
            throw DashboardError(
                .refused,
                "dashboard.listen is \(listen), where other machines could act without a token; set dashboard.token, "
                    + "for example to env:SPWORKER_DASHBOARD_TOKEN, or listen on 127.0.0.1:\(listen.port)")
        }
        tokens = [(Role.operator, token), (.reader, readToken)].compactMap { role, text in
            text.map { (role, SecretDigest($0)) }
        }
    }

    /// What somebody with this token may do; `nil` when it is none of ours. Takes as long for every token.
    package func role(of token: String) -> Role? {
        let digest = SecretDigest(token)
        var found: Role?
        for (role, known) in tokens where known == digest { found = found ?? role }
        return found
    }
}
