import Foundation
import JobModel
import JobStoreTesting
import Testing

@Suite("Instants")
struct TimestampTests {
    @Test(
        "are read from ISO 8601 text with a zone",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-02-01T12:00:00Z", 1_769_947_200_000_000),
            ("2026-02-01T12:00:00.5+01:00", 1_769_943_600_500_000),
            ("2026-02-01T12:00:00.123456Z", 1_769_947_200_123_456),
            ("2026-02-01T12:00:00.1234569Z", 1_769_947_200_123_456), ("2026-02-01T12:00:00,25Z", 1_769_947_200_250_000),
            ("2026-02-01T12:00:00-0530", 1_769_967_000_000_000), ("2026-02-01T12:00:00+02", 1_769_940_000_000_000),
            ("2026-02-01T12:00Z", 1_769_947_200_000_000), ("2026-02-01t12:00:00z", 1_769_947_200_000_000),
            ("2026-02-01 12:00:00Z", 1_769_947_200_000_000), ("2026-02-01", 1_769_904_000_000_000),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000_000), ("2000-02-29", 951_782_400_000_000),
            ("1969-12-31T23:59:59.999Z", -1000), ("0000-01-01", -62_167_219_200_000_000),
            ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ] as [(String, Int64)])
    func reading(text: String, microseconds: Int64) {
        #expect(Timestamp(iso8601: text) == Timestamp(microseconds: microseconds))
    }

    @Test(
        "are not read from anything else",
        arguments: [
            "", " ", "now", "2026", "2026-02", "2026-2-1", "2026-02-01T12:00:00", "2026-02-01T12:00:00.Z",
            "2026-02-30", "2026-02-30T00:00:00Z", "2025-02-29", "1900-02-29", "2026-00-10", "2026-13-01", "2026-01-00",
            "2026-04-31", "2026-02-01T24:00:00Z", "2026-02-01T12:60:00Z", "2026-02-01T12:00:60Z", "2026-02-01T12Z",
            "2026-02-01T12:00:00Zjunk", "2026-02-01T12:00:00Z ", " 2026-02-01T12:00:00Z", "2026-02-01Z",
            "2026-02-01T12:00:00+24:00", "2026-02-01T12:00:00+01:60", "2026-02-01T12:00:00+1:00",
            "2026-02-01T12:00:00+",
            "+2026-02-01T12:00:00Z", "-2026-02-01", "20260201T120000Z", "٢٠٢٦-02-01", "2026-02-01T12:00:00\u{0}Z",
            "1769947200", "Sun, 01 Feb 2026 12:00:00 GMT", "2026-02-01T12:00:00 Europe/Berlin",
        ])
    func refusing(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test("are shown in UTC with milliseconds, cut and never rounded up")
    func showing() {
        #expect(Timestamp(microseconds: 0).iso8601 == "1970-01-01T00:00:00.000Z")
        #expect(Timestamp(microseconds: 1_769_947_200_999_999).iso8601 == "2026-02-01T12:00:00.999Z")
        #expect(Timestamp(microseconds: -1).iso8601 == "1969-12-31T23:59:59.999Z")
        #expect("\(Timestamp(microseconds: 1_709_251_199_000_000))" == "2024-02-29T23:59:59.000Z")
        #expect(Timestamp(microseconds: .max).iso8601 == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp(microseconds: .min).iso8601 == "0000-01-01T00:00:00.000Z")
    }

    @Test("come back from their text to the millisecond, and agree with Foundation", arguments: 0..<20)
    func roundTrips(seed: UInt64) throws {
        let random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            // Years 1600 to 2400: Foundation follows other rules before 1582.
            let milliseconds = Int64(random.below(25_000_000_000_000)) - 11_600_000_000_000
            let instant = Timestamp(microseconds: milliseconds * 1000)
            #expect(Timestamp(iso8601: instant.iso8601) == instant, "seed \(seed)")
            let date = try Date(instant.iso8601, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            #expect(abs(date.timeIntervalSince1970 * 1000 - Double(milliseconds)) < 1, "seed \(seed)")
        }
    }

    @Test("are text in JSON")
    func json() throws {
        let instant = Timestamp(microseconds: 1_769_947_200_123_000)
        let data = try JSONEncoder().encode([instant])
        #expect(String(decoding: data, as: UTF8.self) == #"["2026-02-01T12:00:00.123Z"]"#)
        #expect(try JSONDecoder().decode([Timestamp].self, from: data) == [instant])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Timestamp].self, from: Data(#"["soon"]"#.utf8))
        }
        let ids = try JSONDecoder().decode([JobID].self, from: try JSONEncoder().encode([JobID(9)]))
        #expect(ids == [JobID(9)])
    }

    @Test("stay within what 64 bits can say")
    func arithmetic() {
        let (first, last) = (Timestamp(microseconds: .min), Timestamp(microseconds: .max))
        let now = Timestamp(microseconds: 1_769_947_200_000_000)
        #expect(last + .seconds(1) == last)
        #expect(first - .seconds(1) == first)
        #expect(now + .seconds(Int64.max) == last)
        #expect(now - .seconds(Int64.max) < .distantPast)
        #expect((last - first).microseconds == .max)
        #expect((first - last).microseconds == .min)
        #expect((now - now) == .zero)
        #expect((now + .milliseconds(1500)) - now == .milliseconds(1500))
    }

    @Test("durations are whole microseconds, held in bounds")
    func durations() {
        #expect(Duration.seconds(Int64.max).microseconds == .max)
        #expect(Duration.seconds(Int64.min).microseconds == .min)
        let edge = Duration.seconds(9_223_372_036_854)
        #expect((edge + .microseconds(775_807)).microseconds == .max)
        #expect((edge + .microseconds(999_999)).microseconds == .max)
        #expect((.zero - edge - .microseconds(999_999)).microseconds == .min)
        #expect(Duration.nanoseconds(1_999).microseconds == 1)
        #expect(Duration.nanoseconds(-1_999).microseconds == -1)
        #expect(Duration.milliseconds(1500).seconds == 1.5)
    }
}
