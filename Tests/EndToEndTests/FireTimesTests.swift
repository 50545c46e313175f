import Foundation
import Testing

extension CommandJourneys {
    /// Asks the program as it is shipped: there the language's own zones are missing.
    @Suite("Fire times")
    struct FireTimesTests {
        /// What to ask, and the local times that are right.
        struct Question: Sendable, CustomTestStringConvertible {
            let schedule: String
            let zone: String
            let from: String
            let due: [String]

            var testDescription: String { "\(schedule) in \(zone)" }
        }

        private struct Answer: Decodable {
            struct Fire: Decodable {
                let at: String
                let local: String
            }
            let times: [Fire]
        }

        static let questions = [
            Question(
                schedule: "30 2 * * *", zone: "America/New_York", from: "2026-03-07T00:00:00-05:00",
                due: ["2026-03-07T02:30:00-05:00", "2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00"]),
            Question(
                schedule: "30 1 * * *", zone: "America/New_York", from: "2026-10-31T12:00",
                due: ["2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00", "2026-11-03T01:30:00-05:00"]),
            Question(
                schedule: "*/30 * * * *", zone: "Europe/London", from: "2026-10-25T00:15:00Z",
                due: ["2026-10-25T01:30:00+01:00", "2026-10-25T01:00:00+00:00", "2026-10-25T01:30:00+00:00"]),
            Question(
                schedule: "15 1 * * *", zone: "Europe/London", from: "2026-03-28T12:00",
                due: ["2026-03-29T02:00:00+01:00", "2026-03-30T01:15:00+01:00"]),
            Question(
                schedule: "@daily", zone: "Asia/Tokyo", from: "2026-03-28T00:00:00Z",
                due: ["2026-03-29T00:00:00+09:00", "2026-03-30T00:00:00+09:00"]),
            Question(
                schedule: "every 6h", zone: "Asia/Tokyo", from: "2026-03-28T00:00:00Z",
                due: ["2026-03-28T15:00:00+09:00", "2026-03-28T21:00:00+09:00", "2026-03-29T03:00:00+09:00"]),
        ]

        @Test("'schedules next' tells right times on both sides of a change of the clocks", arguments: questions)
        func changes(question: Question) async throws {
            try await Workplace.open { workplace in
                let end = try await workplace.run(
                    "schedules", "next", question.schedule, "--tz", question.zone, "--from", question.from,
                    "--count", "\(question.due.count)", "--json")
                #expect(end.code == 0, "\(end.errors)")
                #expect(try end.json(Answer.self).times.map(\.local) == question.due)
            }
        }

        @Test("'schedules next' shows a table, and local time beside UTC")
        func table() async throws {
            try await Workplace.open { workplace in
                let end = try await workplace.run(
                    "schedules", "next", "0 9 * * MON", "--tz", "Europe/Berlin", "--from", "2026-03-27", "--count", "2")
                #expect(
                    end.output == """
                        DAY  EUROPE/BERLIN              UTC
                        Mon  2026-03-30T09:00:00+02:00  2026-03-30T07:00:00.000Z
                        Mon  2026-04-06T09:00:00+02:00  2026-04-06T07:00:00.000Z

                        """, "\(end.errors)")
            }
        }

        @Test("a zone that does not exist is refused, with what was probably meant, and never taken for UTC")
        func unknownZone() async throws {
            try await Workplace.open { workplace in
                for (zone, words) in [
                    ("europe/berlin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"), ("Mars/Olympus", "tzdata"),
                    ("../zoneinfo/Asia/Tokyo", "no time zone"), ("/etc/passwd", "no time zone"),
                ] {
                    let end = try await workplace.run("schedules", "next", "@daily", "--tz", zone)
                    #expect(end.code == 2 && end.output.isEmpty)
                    #expect(end.errors.contains(words), "\(end.errors)")
                }
                let bare = try await workplace.run(
                    "schedules", "next", "@daily", "--tz", "Asia/Tokyo", environment: ["TZDIR": "/nowhere"])
                #expect(bare.code == 2 && bare.errors.contains("install the package tzdata"), "\(bare.errors)")
                let universal = try await workplace.run(
                    "schedules", "next", "@daily", environment: ["TZDIR": "/nowhere"])
                #expect(universal.code == 0, "\(universal.errors)")
            }
        }

        @Test("an expression that cannot be is refused with the field and the cure")
        func wrongExpressions() async throws {
            try await Workplace.open { workplace in
                for (expression, words) in [
                    ("0 25 * * *", ["hour '25'", "0 to 23"]), ("0 0 30 2 *", ["never fires"]),
                    ("0 0 * *", ["4 fields", "five"]), ("@every 5m", ["'every 15m' without the @"]),
                ] {
                    let end = try await workplace.run("schedules", "next", expression)
                    #expect(end.code == 2)
                    for word in words { #expect(end.errors.contains(word), "\(end.errors)") }
                }
            }
        }
    }
}
