/// Why a zone file cannot be used.
package struct ZoneFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with it, for example `it ends too early`.
    package let description: String
}

extension Zone {
    /// Reads a compiled zone file (TZif, versions 1 to 4, RFC 9636), as every Unix system has them.
    ///
    /// - Throws: `ZoneFileError` when the bytes are no such file, or count leap seconds, which clocks do not show.
    package init(name: String, file bytes: [UInt8]) throws(ZoneFileError) {
        var reader = ZoneFileReader(bytes)
        let old = try reader.header()
        // Newer files hold everything twice: a block with 32 bits for old readers, then one with 64 bits and a rule.
        guard old.version >= 2 else {
            self = try reader.zone(name, old, timeSize: 4, hasRule: false)
            return
        }
        try reader.skip(old.size(timeSize: 4))
        self = try reader.zone(name, try reader.header(), timeSize: 8, hasRule: true)
    }
}

/// Reads a zone file from its beginning to its end.
private struct ZoneFileReader {
    /// What a block consists of.
    struct Header {
        let version: Int
        let universalFlags: Int
        let standardFlags: Int
        let leapSeconds: Int
        let transitions: Int
        let types: Int
        let characters: Int

        /// The bytes of the block after the header.
        func size(timeSize: Int) -> Int {
            transitions * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardFlags
                + universalFlags
        }
    }

    /// No clock is further from UTC.
    private static let widest: Int64 = 26 * 3600
    /// Some files begin with the universe; nothing lies further away.
    private static let eternity: ClosedRange<Int64> = -(1 << 60)...(1 << 60)

    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    mutating func header() throws(ZoneFileError) -> Header {
        guard try take(4).elementsEqual("TZif".utf8) else {
            throw ZoneFileError(description: "it is not a compiled time zone")
        }
        // The first version has a zero here, the others a digit.
        let digit = try take(1).first ?? 0
        _ = try take(15)
        var counts: [Int] = []
        // No file has a count above a few thousand; one that says so is damaged.
        for _ in 0..<6 {
            let count = try number(4)
            guard (0...1_000_000).contains(count) else { throw ZoneFileError(description: "it is damaged") }
            counts.append(Int(count))
        }
        return Header(
            version: digit == 0 ? 1 : Int(digit) - 0x30, universalFlags: counts[0], standardFlags: counts[1],
            leapSeconds: counts[2], transitions: counts[3], types: counts[4], characters: counts[5])
    }

    mutating func zone(
        _ name: String, _ header: Header, timeSize: Int, hasRule: Bool
    ) throws(ZoneFileError) -> Zone {
        guard header.leapSeconds == 0 else {
            throw ZoneFileError(description: "it counts leap seconds, which clocks do not show")
        }
        var seconds: [Int64] = []
        for _ in 0..<header.transitions { seconds.append(try number(timeSize)) }
        let indices = try take(header.transitions).map { Int($0) }
        var offsets: [Int64] = []
        for _ in 0..<header.types {
            offsets.append(try number(4))
            // Whether it is summer time, and its short name, change nothing.
            _ = try take(2)
        }
        _ = try take(header.characters + header.standardFlags + header.universalFlags)
        guard let first = offsets.first, offsets.allSatisfy({ abs($0) < Self.widest }),
            indices.allSatisfy({ $0 < offsets.count }), seconds.allSatisfy(Self.eternity.contains),
            zip(seconds, seconds.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw ZoneFileError(description: "it is damaged") }
        return Zone(
            name: name, initialOffset: first,
            transitions: zip(seconds, indices).map { Zone.Transition(second: $0, offset: offsets[$1]) },
            rule: hasRule ? try rule() : nil)
    }

    /// The line at the end. An empty one says that nobody knows.
    private mutating func rule() throws(ZoneFileError) -> ZoneRule? {
        guard try take(1).first == 0x0A, let end = rest.firstIndex(of: 0x0A) else {
            throw ZoneFileError(description: "it ends too early")
        }
        let text = String(decoding: rest[..<end], as: UTF8.self)
        guard !text.isEmpty else { return nil }
        guard let rule = ZoneRule(text) else {
            throw ZoneFileError(description: "its rule '\(ScheduleError.cut(text))' cannot be read")
        }
        return rule
    }

    // MARK: Bytes

    mutating func skip(_ count: Int) throws(ZoneFileError) {
        _ = try take(count)
    }

    private mutating func take(_ count: Int) throws(ZoneFileError) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw ZoneFileError(description: "it ends too early") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// A signed number, the highest byte first.
    private mutating func number(_ size: Int) throws(ZoneFileError) -> Int64 {
        let bytes = try take(size)
        let start: Int64 = (bytes.first ?? 0) >= 0x80 ? -1 : 0
        return bytes.reduce(start) { $0 << 8 | Int64($1) }
    }
}
