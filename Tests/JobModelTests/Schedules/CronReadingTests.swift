import JobModel
import Testing

@Suite("Reading cron expressions")
struct CronReadingTests {
    @Test(
        "what cannot be is refused with the field, what stands there, and the cure",
        arguments: [
            ("60 * * * *", ["minute '60'", "60 is not between 0 and 59", "0 to 59"]),
            ("* 24 * * *", ["hour '24'", "0 to 23"]), ("* * 0 * *", ["day of month '0'", "1 to 31", "L for the last"]),
            ("* * 32 * *", ["day of month '32'"]), ("* * * 13 *", ["month '13'", "JAN to DEC"]),
            ("* * * 0 *", ["month '0'"]), ("* * * * 8", ["day of week '8'", "between 0 and 7", "SUN to SAT"]),
            ("60 * * * * *", ["second '60'"]), ("* * * JANUARY *", ["month 'JANUARY'", "not a value"]),
            ("* * * * monday", ["day of week 'MONDAY'", "SUN to SAT"]), ("* * * MON *", ["month 'MON'"]),
            ("*/0 * * * *", ["minute '*/0'", "above 0"]), ("*/x * * * *", ["above 0", "*/10"]),
            ("*/60 * * * *", ["a step of 60 leaves only 0", "write 0"]), ("1/2/3 * * * *", ["two steps"]),
            ("1,,2 * * * *", ["minute '1,,2'", "comma"]), (", * * * *", ["comma"]), ("5- * * * *", ["missing"]),
            ("-5 * * * *", ["missing"]), ("1-2-3 * * * *", ["'2-3' is not a value"]), ("? * * * *", ["minute '?'"]),
            ("0 0 ?,3 * *", ["? stands alone"]), ("L * * * *", ["minute 'L'"]), ("0 0 L-31 * *", ["L-", "up to 30"]),
            ("0 0 L-x * *", ["up to 30"]), ("0 0 W * *", ["W stands after one day", "15W"]), ("0 0 32W * *", ["15W"]),
            ("0 0 1-5W * *", ["one day"]), ("0 0 * * L", ["5L"]), ("0 0 * * 9L", ["day of week '9L'"]),
            ("0 0 * * MON#6", ["1 to 5", "MON#2"]), ("0 0 * * MON#", ["1 to 5"]), ("0 0 * * #2", ["missing"]),
            ("0 0 * * 15W", ["day of week '15W'"]), ("٥ * * * *", ["minute '٥'"]), ("1.5 * * * *", ["'1.5'"]),
            ("+5 * * * *", ["'+5'"]), ("00000000000000000000005 * * * *", ["not a value"]),
            ("", ["empty", "write five"]), ("   ", ["empty"]), ("* * * *", ["4 fields", "write five"]),
            ("daily", ["1 field"]), ("0 0 1 1 * 2026 0", ["7 fields", "year"]), ("@fortnightly", ["@weekly"]),
            ("@every 15m", ["'every 15m' without the @"]), ("@every", ["without the @"]), ("@reboot", ["@reboot"]),
        ])
    func refused(text: String, words: [String]) {
        let error = #expect(throws: ScheduleError.self) { try CronExpression(text) }
        let message = error.map { "\($0)" } ?? ""
        for word in words { #expect(message.contains(word), "\(word) in: \(message)") }
    }

    @Test(
        "what would never fire is refused",
        arguments: [
            "0 0 30 2 *", "0 0 31 2 *", "0 0 31 4,6,9,11 *", "0 0 31 FEB-FEB ?", "0 0 L-29 2 *", "0 0 30W 2 *",
            "0 0 */20 * FRI#2", "0 0 31 6 */2",
        ])
    func never(text: String) {
        let error = #expect(throws: ScheduleError.self) { try CronExpression(text) }
        #expect(error?.message.contains("never fires") ?? false)
    }

    @Test(
        "what is rare or odd is taken",
        arguments: [
            "0 0 29 2 *", "0 0 L-28 2 *", "0 0 30 2 MON", "0 0 31 6 SUN", "0 0 * * 1#5", "0 0 */28 2 SUN",
            "59 59 23 31 12 7", " 0\t0   * * * ", "0-59 0-23 1-31 1-12 0-7", "0 0 1w,lw * *", "0 0 * jan sun#1,friL",
        ])
    func taken(text: String) throws {
        #expect(try CronExpression(text).next(after: .distantPast, in: .utc) != nil)
    }

    @Test("an expression keeps its text, with single blanks")
    func text() throws {
        #expect(try CronExpression(" 0  9\t* * mon-Fri ").text == "0 9 * * mon-Fri")
        #expect(try CronExpression("@Daily").text == "@Daily")
        let error = #expect(throws: ScheduleError.self) {
            try CronExpression(String(repeating: "1,", count: 500) + "1 * * * *")
        }
        #expect(error?.message.contains("too long") ?? false)
    }

    @Test("the days of both fields count when both are restricted, and a day must be in both when one begins with *")
    func fieldsOfDays() throws {
        let either = try days("0 0 13 * FRI", of: "2026-02")
        #expect(either == [6, 13, 20, 27])
        #expect(try days("0 0 10 * FRI", of: "2026-02") == [6, 10, 13, 20, 27])
        #expect(try days("0 0 */3 * FRI", of: "2026-02") == [13])
        #expect(try days("0 0 1-14 * */2", of: "2026-02") == [1, 3, 5, 7, 8, 10, 12, 14])
        #expect(try days("0 0 L * MON#1", of: "2026-02") == [2, 28])
    }

    private func days(_ text: String, of month: String) throws -> [Int] {
        let expression = try CronExpression(text)
        var instant = Zone.utc.instants(of: try #require(LocalTime("\(month)-01"))).instant - .seconds(1)
        var days: [Int] = []
        while let next = expression.next(after: instant, in: .utc), next.iso8601.hasPrefix(month) {
            days.append(try #require(Int(next.iso8601.dropFirst(8).prefix(2))))
            instant = next
        }
        return days
    }
}
