import OperationCatalogue
import Testing

@Suite("The shape of times")
struct ISO8601ShapeTests {
    @Test(
        "accepts what ISO 8601 allows",
        arguments: [
            ("2026-01-31", false, false), ("20260131", false, false), ("2024-02-29", false, false),
            ("2026-01-31T08:00:00Z", true, true), ("2026-01-31T08:00Z", true, true), ("2026-01-31T08:00", true, false),
            ("2026-01-31T08:00:00.123456Z", true, true), ("2026-01-31T23:59:60Z", true, true),
            ("2026-01-31T08:00:00+01:00", true, true), ("2026-01-31T08:00:00-0930", true, true),
            ("2026-01-31T08:00:00+01", true, true), ("20260131T080000Z", true, true),
            ("20260131T0800", true, false), ("2026-01-31t08:00:00z", true, true),
        ])
    func accepted(_ text: String, _ hasTime: Bool, _ hasZone: Bool) throws {
        let shape = try #require(ISO8601Shape(text))
        #expect(shape.hasTime == hasTime && shape.hasZone == hasZone)
    }

    @Test(
        "refuses everything else",
        arguments: [
            "", "yesterday", "1767225600", "2026-1-31", "2026-13-01", "2026-02-29", "2026-04-31", "2026-00-10",
            "2026-01-31 08:00:00", "2026-01-31T", "2026-01-31T24:00:00Z", "2026-01-31T08:60Z", "2026-01-31T08:00:61Z",
            "2026-01-31T08:00:00.Z", "2026-01-31T08:00:00Zulu", "2026-01-31T08:00:00+1", "2026-01-31T08:00:00+01:",
            "2026-01-31T08:00:00+01:60", "31.01.2026", "2026-0131", "2026-01-31T8:00", "２０２６-01-31", "{now-1d}",
            "2026-01-31T08:00:",
        ])
    func refused(_ text: String) {
        #expect(ISO8601Shape(text) == nil)
    }
}
