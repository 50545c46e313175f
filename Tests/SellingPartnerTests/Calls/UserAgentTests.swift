import Testing

@testable import SellingPartner

@Suite("User agents")
struct UserAgentTests {
    @Test("The parts are put together as Amazon asks")
    func form() throws {
        let agent = try UserAgent(application: "acme-sync", version: "1.4", attributes: ["Platform": "Linux"])
        #expect(agent.text == "acme-sync/1.4 (Language=Swift; Platform=Linux)")
    }

    @Test("Characters with a meaning are escaped where they have it")
    func escaping() throws {
        let agent = try UserAgent(
            application: #"a/b\c(d"#, version: #"1(2)\3/4"#, language: #"S;w)i=f\t"#, attributes: ["k=y": "v"])
        #expect(agent.text == #"a\/b\\c(d/1\(2)\\3/4 (Language=S\;w\)i=f\\t; k\=y=v)"#)
    }

    @Test("What was put together can be read back")
    func roundTrip() throws {
        let agent = try UserAgent(application: "a/b", version: "1(2")
        #expect(try UserAgent(parsing: agent.text) == agent)
        #expect(try UserAgent(parsing: UserAgent.standard.text) == .standard)
    }

    @Test(
        "Amazon's refusals are ours",
        arguments: [
            "", "acme", "acme/1", "acme/1 (Platform=Linux)", "acme/1 (Language=)", "/1 (Language=Swift)",
            "acme/1 (Language=Swift", "acme/1\r\nX: y (Language=Swift)", "äcme/1 (Language=Swift)",
        ])
    func refused(_ text: String) {
        #expect(throws: UserAgent.Invalid.self) { try UserAgent(parsing: text) }
    }

    @Test("500 characters pass, one more does not")
    func length() throws {
        let rest = "/1 (Language=Swift)"
        let name = String(repeating: "a", count: 500 - rest.count)
        #expect(try UserAgent(application: name, version: "1").text.count == 500)
        #expect(throws: UserAgent.Invalid.self) { try UserAgent(application: name + "a", version: "1") }
    }

    @Test("Empty parts are refused")
    func emptyParts() {
        #expect(throws: UserAgent.Invalid.self) { try UserAgent(application: "", version: "1") }
        #expect(throws: UserAgent.Invalid.self) { try UserAgent(application: "a", version: "") }
        #expect(throws: UserAgent.Invalid.self) { try UserAgent(application: "a", version: "1", language: "") }
    }
}
