import ArgumentParser
import Testing

@testable import spworker

@Suite("What is logged")
struct LogLevelTests {
    @Test(
        "DEBUG is read as programs in JavaScript read it",
        arguments: [
            ("sp-api:*", true), ("sp-api:http", true), ("express,sp-api:*", true), ("express sp-api:http", true),
            ("*", true), ("sp-*:http", true), ("sp-api*", true), ("", false), ("1", false), ("express:*", false),
            ("sp-api:other", false), ("*,-sp-api:*", false), ("sp-api:*,-sp-api:http", false), ("sp-api:http:x", false),
        ])
    func debugVariable(text: String, isAskedFor: Bool) {
        #expect(DebugVariable(text).names("sp-api:http") == isAskedFor)
    }

    @Test(
        "DEBUG=sp-api:* raises the lines about requests and answers, and no others",
        arguments: [
            ([], [:], "info", "info"), ([], ["DEBUG": "sp-api:*"], "info", "trace"),
            (["--log-level", "error"], ["DEBUG": "sp-api:*"], "error", "trace"),
            ([], ["SPWORKER_LOG": "debug"], "debug", "debug"),
            (["--log-level", "trace"], ["DEBUG": "express"], "trace", "trace"),
        ] as [([String], [String: String], String, String)])
    func levels(arguments: [String], environment: [String: String], others: String, calls: String) throws {
        let options = try GlobalOptions.parse(arguments)
        #expect("\(LogOutput.chosenLevel(options, environment))" == others)
        #expect("\(LogOutput.callLevel(options, environment))" == calls)
    }

    @Test("Bodies are logged on demand only")
    func bodies() {
        for (value, isOn) in [("1", true), ("true", true), ("0", false), ("", false)] {
            #expect(LogOutput.asksForBodies(["SPWORKER_LOG_BODIES": value]) == isOn)
        }
        #expect(!LogOutput.asksForBodies([:] as [String: String]))
    }

    @Test("The variable that asks for bodies is no unknown setting")
    func noStranger() throws {
        let environment = ["SPWORKER_LOG_BODIES": "1", "ID": "a", "SECRET": "b", "TOKEN": "c"]
        #expect(try load(accounts, environment: environment).notices.isEmpty)
    }
}
