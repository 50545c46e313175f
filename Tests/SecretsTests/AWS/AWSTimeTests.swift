import Secrets
import Testing

@Suite("Instants of AWS")
struct AWSTimeTests {
    @Test("are written in the basic form")
    func basic() {
        #expect(AWSTime.basic(0) == "19700101T000000Z")
        #expect(AWSTime.basic(1_440_938_160_999_999) == "20150830T123600Z")
        #expect(AWSTime.basic(1_709_164_799_000_000) == "20240228T235959Z")
        #expect(AWSTime.basic(1_709_164_800_000_000) == "20240229T000000Z")
        #expect(AWSTime.basic(-1_000_000) == "19691231T235959Z")
    }

    @Test(
        "are read from both forms of ISO 8601, with any zone and any fraction",
        arguments: [
            ("2015-08-30T12:36:00Z", 1_440_938_160_000_000), ("20150830T123600Z", 1_440_938_160_000_000),
            ("2015-08-30T14:36:00+02:00", 1_440_938_160_000_000), ("2015-08-30T08:06:00-0430", 1_440_938_160_000_000),
            ("2015-08-30T12:36:00.5Z", 1_440_938_160_500_000),
            ("2015-08-30T12:36:00.123456789Z", 1_440_938_160_123_456),
        ] as [(String, Int64)])
    func iso(text: String, expected: Int64) {
        #expect(AWSTime.iso8601(text) == expected)
    }

    @Test(
        "are not read from anything else",
        arguments: [
            "", "T", "2015-08-30", "2015-08-30T12:36:00", "2015-02-30T12:36:00Z", "2015-13-01T00:00:00Z",
            "2015-08-30T24:00:00Z", "2015-08-30T12:36:00.xZ", "2015-08-30T12:36Z", "x015-08-30T12:36:00Z",
            "2015-08-30T12:36:00+2", "20150830T123600", "2015-08-30 12:36:00Z",
        ])
    func notIso(text: String) {
        #expect(AWSTime.iso8601(text) == nil)
    }

    @Test("are read from Date headers and from seconds")
    func others() {
        #expect(AWSTime.httpDate("Sun, 30 Aug 2015 12:36:00 GMT") == 1_440_938_160_000_000)
        #expect(AWSTime.httpDate("Sunday, 30-Aug-15 12:36:00 GMT") == nil)
        #expect(AWSTime.httpDate("Sun, 31 Feb 2015 12:36:00 GMT") == nil)
        #expect(AWSTime.epoch(seconds: 1_440_938_160.25) == 1_440_938_160_250_000)
        #expect(AWSTime.epoch(seconds: .infinity) == nil)
        #expect(AWSTime.epoch(seconds: 1e300) == nil)
    }
}
