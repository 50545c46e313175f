extension Timestamp: CustomStringConvertible, Codable {
    /// ISO 8601 in UTC with milliseconds, for example `2026-02-01T12:00:00.000Z`.
    ///
    /// Fractions are cut, never rounded up. An instant outside the years 0 to 9999 shows as the nearest one inside.
    public var iso8601: String {
        let instant = min(max(self, CivilTime.first), CivilTime.last)
        return CivilTime(instant.microseconds).text
    }

    /// Reads ISO 8601 text that names its zone: `2026-02-01T12:00:00Z`, `2026-02-01T12:00:00.5+01:00`.
    ///
    /// Seconds may be left out; a date alone (`2026-02-01`) means midnight UTC. A space may stand for the `T`. Digits
    /// beyond microseconds are cut. Returns `nil` for anything else, dates that no calendar has among them.
    public init?(iso8601 text: String) {
        guard let microseconds = CivilTime.microseconds(of: text) else { return nil }
        self.init(microseconds: microseconds)
    }

    public var description: String { iso8601 }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Timestamp(iso8601: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not an ISO 8601 time with a zone")
        }
        self = instant
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}
