import Testing

@testable import Dashboard

@Suite("Who is let in")
struct AccessRulesTests {
    private let here = ListenAddress.standard
    private let everywhere = ListenAddress(host: "0.0.0.0", port: 8088)

    @Test("everybody on this machine, when there is no token")
    func open() throws {
        #expect(try !AccessRules(token: nil, readToken: nil, listen: here).needsLogin)
    }

    @Test("nobody from elsewhere without a token, and the refusal names the cure")
    func refused() {
        let error = #expect(throws: DashboardError.self) {
            try AccessRules(token: nil, readToken: nil, listen: everywhere)
        }
        #expect(error?.message.contains("set dashboard.token") ?? false)
        #expect(error?.message.contains("127.0.0.1:8088") ?? false)
    }

    @Test("by the token of their role")
    func roles() throws {
        let rules = try AccessRules(token: Tokens.operators, readToken: Tokens.readers, listen: everywhere)
        #expect(rules.needsLogin)
        #expect(rules.role(of: Tokens.operators) == .operator)
        #expect(rules.role(of: Tokens.readers) == .reader)
        #expect(rules.role(of: "") == nil)
        #expect(rules.role(of: Tokens.operators + "x") == nil)
    }

    @Test("by no token that could be guessed, and not by one for both")
    func weak() {
        for (token, readToken) in [("short", nil), (Tokens.operators, "short"), (Tokens.operators, Tokens.operators)] {
            let error = #expect(throws: DashboardError.self) {
                try AccessRules(token: token, readToken: readToken, listen: here)
            }
            #expect(!(error?.message.contains(Tokens.operators) ?? true))
        }
    }

    @Test("and an operator may do what a reader may")
    func covers() {
        #expect(Role.operator.covers(.reader) && Role.operator.covers(.operator) && Role.reader.covers(.reader))
        #expect(!Role.reader.covers(.operator))
    }

    @Test("under a name that cannot pretend to be something else")
    func names() {
        #expect(Visitor.name(typed: "  Léna  K-1 ") == "Léna K-1")
        #expect(Visitor.name(typed: "a@b:c<d>\n") == "abcd")
        #expect(Visitor.name(typed: "\u{202E}\u{0}") == nil)
        #expect(Visitor.name(typed: String(repeating: "x", count: 99))?.count == 40)
        #expect(
            Visitor(name: "lena", role: .operator, address: "::1", way: .dashboard).actor == "dashboard:lena@::1")
    }
}
