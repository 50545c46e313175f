import JobModel
import JobStoreTesting
import Testing

@Suite("Zone files")
struct ZoneFileTests {
    /// Puts the bytes of a zone file together.
    struct Sample {
        var version: UInt8 = 0x32
        var transitions: [(second: Int64, type: UInt8)] = [(1_774_746_000, 1), (1_792_890_000, 0)]
        var offsets: [Int32] = [3600, 7200]
        var rule = "CET-1CEST,M3.5.0,M10.5.0/3"
        var leapSeconds = 0

        var bytes: [UInt8] {
            version == 0 ? block(timeSize: 4) : block(timeSize: 4) + block(timeSize: 8) + Array("\n\(rule)\n".utf8)
        }

        private func block(timeSize: Int) -> [UInt8] {
            func number(_ value: Int64, _ size: Int) -> [UInt8] {
                (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> Int64(8 * $0)) }
            }
            var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
            // Flags for universal and standard time, leap seconds, transitions, types, characters.
            for count in [0, 0, leapSeconds, transitions.count, offsets.count, 4] { bytes += number(Int64(count), 4) }
            for transition in transitions { bytes += number(transition.second, timeSize) }
            bytes += transitions.map(\.type)
            for offset in offsets { bytes += number(Int64(offset), 4) + [0, 0] }
            bytes += Array("CET\0".utf8)
            for _ in 0..<leapSeconds { bytes += number(78_796_800, timeSize) + number(1, 4) }
            return bytes
        }
    }

    private static func text(_ zone: Zone, _ instant: String) throws -> String {
        zone.text(try #require(Timestamp(iso8601: instant)))
    }

    @Test("are read in every version", arguments: [0, 0x32, 0x33, 0x34] as [UInt8])
    func versions(version: UInt8) throws {
        var sample = Sample()
        sample.version = version
        let zone = try Zone(name: "Europe/Berlin", file: sample.bytes)
        #expect(zone.name == "Europe/Berlin")
        #expect(try Self.text(zone, "1970-01-01T00:00:00Z") == "1970-01-01T01:00:00+01:00")
        #expect(try Self.text(zone, "2026-03-29T00:59:59Z") == "2026-03-29T01:59:59+01:00")
        #expect(try Self.text(zone, "2026-03-29T01:00:00Z") == "2026-03-29T03:00:00+02:00")
        #expect(try Self.text(zone, "2026-10-25T01:00:00Z") == "2026-10-25T02:00:00+01:00")
        // Only newer files say how it goes on.
        #expect(
            try Self.text(zone, "2031-07-01T00:00:00Z")
                == (version == 0 ? "2031-07-01T01:00:00+01:00" : "2031-07-01T02:00:00+02:00"))
    }

    @Test("without a rule keep the last offset for ever")
    func noRule() throws {
        var sample = Sample()
        sample.rule = ""
        let zone = try Zone(name: "X", file: sample.bytes)
        #expect(try Self.text(zone, "2031-07-01T00:00:00Z") == "2031-07-01T01:00:00+01:00")
        sample.transitions = []
        sample.offsets = [-12_600]
        #expect(
            try Self.text(try Zone(name: "X", file: sample.bytes), "2031-07-01T00:00:00Z")
                == "2031-06-30T20:30:00-03:30")
    }

    @Test("that are damaged, cut off or something else are refused, never misread")
    func damaged() throws {
        let whole = Sample().bytes
        for length in 0..<whole.count {
            #expect(throws: ZoneFileError.self, "\(length) bytes") {
                try Zone(name: "X", file: Array(whole.prefix(length)))
            }
        }
        for text in ["", "TZif", "root:x:0:0:root:/root:/bin/bash\n", String(repeating: "TZif", count: 40)] {
            #expect(throws: ZoneFileError.self) { try Zone(name: "X", file: Array(text.utf8)) }
        }
        let changes: [(inout Sample) -> Void] = [
            { $0.transitions = [(2, 0), (1, 1)] }, { $0.transitions = [(1, 0), (1, 1)] },
            { $0.transitions = [(1, 2)] }, { $0.offsets = [] }, { $0.offsets = [200_000, 0] },
            { $0.rule = "Europe/Berlin" }, { $0.leapSeconds = 1 },
        ]
        for change in changes {
            var sample = Sample()
            change(&sample)
            #expect(throws: ZoneFileError.self, "\(sample)") { try Zone(name: "X", file: sample.bytes) }
        }
    }

    @Test("with any byte changed are read or refused without harm", arguments: 0..<4 as Range<UInt64>)
    func noise(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        let now = Timestamp(microseconds: 1_774_746_000_000_000)
        for _ in 0..<300 {
            var bytes = Sample().bytes
            for _ in 0..<(1 + random.below(3)) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            guard let zone = try? Zone(name: "X", file: bytes) else { continue }
            _ = zone.text(now)
            _ = zone.instants(of: zone.local(at: now))
        }
    }
}
