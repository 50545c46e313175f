import Testing

@testable import spworker

@Suite("Values in the configuration")
struct SettingValueTests {
    @Test(
        "are durations with a unit",
        arguments: [
            ("500ms", .milliseconds(500)), ("30s", .seconds(30)), ("1.5s", .milliseconds(1500)), ("5m", .seconds(300)),
            ("6h", .seconds(21_600)), ("1d", .seconds(86_400)), ("0s", .zero), ("30", nil), ("", nil), ("s", nil),
            ("-1s", nil), ("1 s", nil), ("1w", nil), ("1e3s", nil), (".5s", nil), ("99999999d", nil), ("١s", nil),
        ] as [(String, Duration?)])
    func durations(text: String, duration: Duration?) {
        #expect(DurationText.parse(text) == duration)
    }

    @Test("write durations as they are read", arguments: ["500ms", "30s", "5m", "6h", "1d", "90s", "0s"])
    func durationTexts(text: String) throws {
        #expect(DurationText.text(try #require(DurationText.parse(text))) == text)
    }

    @Test(
        "are sizes with or without a unit",
        arguments: [
            ("4096", 4096), ("10MB", 10_000_000), ("2GiB", 2_147_483_648), ("1.5 KiB", 1536), ("1kb", 1000), ("5B", 5),
            ("", nil), ("MB", nil), ("-1MB", nil), ("1XB", nil), ("9999999999TB", nil),
        ] as [(String, Int64?)])
    func sizes(text: String, bytes: Int64?) {
        #expect(SizeText.parse(text) == bytes)
    }

    @Test(
        "are written as sizes for people",
        arguments: [
            (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (999_999, "999.9 kB"), (1_000_000, "1.0 MB"),
            (1_299_999, "1.2 MB"), (48_500_000_000, "48.5 GB"), (1_500_000_000_000, "1.5 TB"),
        ] as [(Int64, String)])
    func sizeTexts(bytes: Int64, text: String) {
        #expect(SizeText.text(bytes) == text)
    }

    @Test(
        "are days that exist",
        arguments: [
            ("1970-01-01", 0), ("2000-02-29", 951_782_400), ("2026-12-31", 1_798_675_200),
            ("2024-03-01T10:00:00Z", 1_709_251_200), ("2026-02-29", nil), ("2026-13-01", nil), ("2026-1-1", nil),
            ("1900-01-01", nil), ("", nil), ("yesterday", nil),
        ] as [(String, Int64?)])
    func days(text: String, seconds: Int64?) {
        #expect(CalendarDay(text)?.wallMicroseconds == seconds.map { $0 * 1_000_000 })
    }

    @Test(
        "are URLs of services",
        arguments: [
            ("https://host", true), ("https://host:8443/path/", true), ("http://localhost:1/x", true),
            ("http://[::1]:80", true), ("http://127.8.8.8", true), ("HTTPS://Host", true), ("http://host", false),
            ("https://", false), ("https://h:0", false), ("https://h:99999", false), ("https://u@h", false),
            ("http://127.0.0.256", false), ("http://[::1].evil", false), ("https://h/#f", false), ("file:///x", false),
            ("https://h\\@evil", false), ("https://h /", false),
        ])
    func urls(text: String, accepted: Bool) {
        let url = try? ServiceURL.check(text).get()
        #expect((url != nil) == accepted)
    }

    @Test(
        "that are misspelled lead to the nearest name",
        arguments: [
            ("concurency", "concurrency"), ("perseller", "perSeller"), ("laese", "lease"), ("drian", "drain"),
            ("xyz", nil), ("", nil),
        ] as [(String, String?)])
    func suggestions(text: String, name: String?) {
        #expect(Suggestion.nearest(to: text, among: ["concurrency", "perSeller", "drain", "lease"]) == name)
    }
}
