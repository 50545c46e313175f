import Ports
import Testing

@testable import spworker

@Suite("The order to die at a named point")
struct CrashOrderTests {
    private func order(_ text: String?) throws -> CrashOrder? {
        try CrashOrder(text.map { [CrashOrder.variable: $0] } ?? [:])
    }

    @Test("is not given unless the variable is set")
    func none() throws {
        #expect(try order(nil) == nil)
        #expect(try order("") == nil)
    }

    @Test("names a point, and how often it is passed", arguments: ProbePoint.allCases)
    func point(point: ProbePoint) throws {
        let plain = try #require(try order(point.rawValue))
        #expect(plain.point == point && plain.passing == 1)
        #expect(try order("\(point.rawValue):12")?.passing == 12)
    }

    @Test(
        "that makes no sense is a usage error that names the cure",
        arguments: [
            ("nowhere", "write one of doubtBegun, answered,"), ("PageAppended", "write one of"), (":2", "write one of"),
            ("answered:", "whole number from 1"), ("answered:0", "whole number from 1"),
            ("answered:-1", "whole number from 1"), ("answered:2:3", "whole number from 1"),
        ])
    func nonsense(text: String, words: String) throws {
        let failure = try #require(throws: Failure.self) { try order(text) }
        #expect(failure.code == .usage)
        #expect(failure.message?.contains(words) == true && failure.message?.contains(CrashOrder.variable) == true)
    }

    @Test("is no setting, and nobody is told of it")
    func configuration() throws {
        #expect(try load(nil, environment: [CrashOrder.variable: "answered"]).notices.isEmpty)
        let notices = try load(nil, environment: ["SPWORKER_CRASH_AR": "answered"]).notices
        #expect(notices.count == 1 && notices.allSatisfy { !$0.contains(CrashOrder.variable) })
    }
}
