import JobModel
import Testing

@testable import SellerJobs

@Suite("Templates that the first run fills in")
struct RunTemplateTests {
    private static let now = Timestamp(iso8601: "2026-02-01T12:00:00Z") ?? .distantPast
    private static let rule = CursorRule(
        field: "lastUpdatedBefore", start: "{now-30d}", lookback: .seconds(120), maxWindow: .seconds(7 * 86_400))
    private static let orders = #"{"lastUpdatedAfter":"{cursor}","lastUpdatedBefore":"{now-2m}"}"#

    private static func filled(
        _ parameters: String, _ cursor: String? = nil, rule: CursorRule? = rule, options: String = "{}",
        body: String? = nil
    ) throws -> RunTemplate.Filled {
        try RunTemplate(cursor: rule).filled(
            parameters: parameters, options: options, body: body, output: nil,
            RunTemplate.Values(now: now, cursor: cursor.flatMap { Timestamp(iso8601: $0) }))
    }

    @Test("begin at the start, in a window that is not too long, and say that more is left")
    func first() throws {
        let filled = try Self.filled(Self.orders)
        #expect(
            filled.parameters
                == #"{"lastUpdatedAfter":"2026-01-02T11:58:00.000Z","lastUpdatedBefore":"2026-01-09T11:58:00.000Z"}"#)
        #expect(filled.cursor == Timestamp(iso8601: "2026-01-09T11:58:00Z") && filled.isBehind && !filled.isEmpty)
    }

    @Test("go on where the last success ended, looking back a little")
    func next() throws {
        let filled = try Self.filled(Self.orders, "2026-02-01T11:00:00Z")
        #expect(
            filled.parameters
                == #"{"lastUpdatedAfter":"2026-02-01T10:58:00.000Z","lastUpdatedBefore":"2026-02-01T11:58:00.000Z"}"#)
        #expect(filled.cursor == Timestamp(iso8601: "2026-02-01T11:58:00Z") && !filled.isBehind && !filled.isEmpty)
    }

    @Test("leave no gap between two windows, however far behind a seller is")
    func windows() throws {
        var cursor = "2025-11-01T00:00:00.000Z"
        var count = 0
        while count < 100 {
            let filled = try Self.filled(Self.orders, cursor)
            let from = try #require(Timestamp(iso8601: cursor))
            let until = try #require(filled.cursor)
            #expect(filled.parameters.contains((from + .seconds(-120)).iso8601))
            #expect(until - (from + .seconds(-120)) <= .seconds(7 * 86_400) && until > from)
            cursor = until.iso8601
            count += 1
            if !filled.isBehind { break }
        }
        #expect(cursor == "2026-02-01T11:58:00.000Z" && count == 14)
    }

    @Test("leave no gap where the end of a window is told as a date")
    func dates() throws {
        let orders = #"{"from":"{cursor}","to":"{now-15m|date}"}"#
        let rule = CursorRule(field: "to", start: "{now-30d}", maxWindow: .seconds(7 * 86_400))
        let first = try Self.filled(orders, rule: rule)
        #expect(first.parameters == #"{"from":"2026-01-02T12:00:00.000Z","to":"2026-01-09"}"#)
        #expect(first.cursor == Timestamp(iso8601: "2026-01-09") && first.isBehind)
        let next = try Self.filled(orders, "2026-01-09T00:00:00Z", rule: rule)
        #expect(next.parameters.hasPrefix(#"{"from":"2026-01-09T00:00:00.000Z""#))
        let short = CursorRule(field: "to", start: "{now-30d}", maxWindow: .seconds(3600))
        #expect(throws: JobRejection.self) { try Self.filled(orders, rule: short) }
    }

    @Test("refuse a window that is cut where the cursor stands already: its success would call for the same job again")
    func standstill() throws {
        let orders = #"{"from":"{cursor|date}","to":"{now-1d|date}"}"#
        func rule(_ maxWindow: Int64) -> CursorRule {
            CursorRule(
                field: "to", start: "{now-30d}", lookback: .seconds(48 * 3600), maxWindow: .seconds(maxWindow * 3600))
        }
        #expect(throws: JobRejection.self) { try Self.filled(orders, "2026-01-10T00:00:00Z", rule: rule(60)) }
        let longer = try Self.filled(orders, "2026-01-10T00:00:00Z", rule: rule(72))
        #expect(longer.cursor == Timestamp(iso8601: "2026-01-11") && longer.isBehind)
        // Where nothing is cut the same window may be asked for again, once for each fire.
        let settled = try Self.filled(orders, "2026-01-31T00:00:00Z", rule: rule(60))
        #expect(settled.cursor == Timestamp(iso8601: "2026-01-31") && !settled.isBehind && !settled.isEmpty)
    }

    @Test("know when there is nothing to ask for")
    func nothing() throws {
        #expect(try Self.filled(Self.orders, "2026-02-01T12:30:00Z").isEmpty)
    }

    @Test("write instants as the text wants them, in options and in queries too")
    func forms() throws {
        let rule = CursorRule(field: nil, until: "{now-1d}", start: "2026-01-30T00:00:00Z")
        let filled = try Self.filled(
            "{}", rule: rule, options: #"{"from":"{cursor|date}","to":"{until|datetime}"}"#,
            body: "{ x(startDate: \"${cursor|date}\", endDate: \"${until|date}\") { date } }")
        #expect(filled.options == #"{"from":"2026-01-30","to":"2026-01-31T12:00:00Z"}"#)
        #expect(filled.body == "{ x(startDate: \"2026-01-30\", endDate: \"2026-01-31\") { date } }")
    }

    @Test("reach as far as the instant for which the job was put in, where the cursor says so")
    func scheduled() throws {
        let rule = CursorRule(
            field: "to", until: "{scheduledAt-1h}", start: "{scheduledAt-1d}", maxWindow: .seconds(86_400))
        let values = RunTemplate.Values(now: Self.now, scheduledAt: Self.now - .seconds(7200))
        let filled = try RunTemplate(cursor: rule).filled(
            parameters: #"{"from":"{cursor|datetime}","to":"{until|datetime}"}"#, options: "{}", body: nil,
            output: nil, values)
        #expect(filled.parameters == #"{"from":"2026-01-31T10:00:00Z","to":"2026-02-01T09:00:00Z"}"#)
        #expect(filled.cursor == Timestamp(iso8601: "2026-02-01T09:00:00Z") && !filled.isBehind)
    }

    @Test("leave texts alone whose braces hold no field, and refuse a cursor that nobody keeps")
    func others() throws {
        #expect(try Self.filled(#"{"a":"{what}"}"#, rule: nil).parameters == #"{"a":"{what}"}"#)
        #expect(throws: JobRejection.self) { try Self.filled(Self.orders, rule: nil) }
    }
}
