import JobModel
import Overview
import Testing

@Suite("When a schedule fires")
struct ScheduleWordsTests {
    @Test(
        "is said in English where that is short",
        arguments: [
            ("every 15m", "every 15 minutes"), ("every 1h", "every hour"), ("every 90s", "every 90 seconds"),
            ("every 2d", "every 2 days"), ("@hourly", "every hour"), ("@daily", "at 00:00 every day"),
            ("* * * * *", "every minute"), ("*/15 * * * *", "every 15 minutes"), ("5 * * * *", "every hour at :05"),
            ("0 * * * *", "every hour"), ("0 */6 * * *", "every 6 hours"),
            ("0,30 * * * *", "every hour at :00 and :30"),
            ("30 2 * * *", "at 02:30 every day"), ("0 6,18 * * *", "at 06:00 and 18:00 every day"),
            ("0 6 * * MON", "at 06:00 on Mondays"), ("0 6 * * 1-5", "at 06:00 Monday to Friday"),
            ("0 6 * * 1,4", "at 06:00 on Mondays and Thursdays"), ("0 6 * * 0", "at 06:00 on Sundays"),
            ("*/15 8-18 * * MON-FRI", "every 15 minutes from 08:00 to 18:59, Monday to Friday"),
            ("0 8-18 * * *", "every hour from 08:00 to 18:00"), ("0 3 1 * *", "at 03:00 on the 1st of each month"),
            ("0 3 1,15,22 * ?", "at 03:00 on the 1st, 15th and 22nd of each month"),
            ("0 3 L * *", "at 03:00 on the last day of each month"), ("0 30 2 * * *", "at 02:30 every day"),
        ])
    func words(text: String, words: String) {
        #expect((try? Schedule(text, in: .utc)) != nil, "\(text) is no schedule")
        #expect(ScheduleWords.words(text) == words)
    }

    @Test(
        "is left as it is written where it is not",
        arguments: [
            "0 0 13 * FRI", "0 6 * 1-3 *", "0 6 * * MON#2", "0 6 15W * *", "1-59/7 * * * *", "30 0 6 * * *", "every x",
            "", "x",
            "0 22-4 * * *", "0 6 * * ,",
        ])
    func written(text: String) { #expect(ScheduleWords.words(text) == nil) }

    @Test(
        "tells how long a seller may go without a success",
        arguments: [
            ("every 15m", 45 * 60), ("0 2 * * *", 3 * 86_400), ("@weekly", 21 * 86_400), ("@yearly", 3 * 365 * 86_400),
        ])
    func allowance(text: String, seconds: Int) throws {
        // A Thursday, at midnight.
        let now = Timestamp(microseconds: 1_767_225_600_000_000)
        let rhythm = try #require(ScheduleRhythm(text, now: now))
        #expect(rhythm.allowance == .seconds(seconds))
        #expect(rhythm.deadline(now) == now - .seconds(seconds))
    }

    @Test("knows nights and weekends, and what is no schedule")
    func gaps() throws {
        let now = Timestamp(microseconds: 1_767_225_600_000_000)
        let office = try #require(ScheduleRhythm("0 9-17 * * MON-FRI", now: now))
        #expect(office.longestGap >= .seconds(62 * 3600) && office.longestGap <= .seconds(64 * 3600))
        #expect(ScheduleRhythm("nonsense", now: now) == nil)
    }
}
