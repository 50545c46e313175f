import JobStoreTesting
import Sandbox
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", Int64(0)), ("2026-02-28T23:59:59.250Z", 1_772_323_199_250_000),
        ("2024-02-29T00:00:00+01:00", 1_709_161_200_000_000), ("2024-02-28T18:30:00-04:30", 1_709_161_200_000_000),
        ("1969-12-31T23:59:59Z", -1_000_000),
    ])
    func `an ISO date with a zone is read`(text: String, microseconds: Int64) {
        #expect(Instant(iso: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "2026-02-01", "2026-02-01T00:00:00", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-02-01 00:00:00Z",
        "2026-02-01T00:00:00Zx", "2026-02-01T24:00:00Z", "", "2026-02-01T00:00:00.Z",
    ])
    func `what is no ISO date with a zone is refused`(text: String) {
        #expect(Instant(iso: text) == nil)
    }

    @Test(arguments: [UInt64(11), 12, 13])
    func `every written instant is read back`(seed: UInt64) {
        let random = SeededRandom(seed: seed)
        for _ in 0..<2000 {
            let instant = Instant(microseconds: Int64(random.below(4_000_000_000_000)) * 1000 - 500_000_000_000)
            #expect(Instant(iso: instant.iso) == instant, "seed \(seed)")
        }
    }

    @Test func `the Date header has the form of HTTP`() {
        #expect(Instant(microseconds: 784_111_777_000_000).httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test func `a query is decoded as form encoding has it`() throws {
        let items = try #require(QueryText.items(of: "a=1%2C2&b=x+y%2B&c&=d"))
        #expect(items.map(\.name) == ["a", "b", "c", ""])
        #expect(items.map(\.value) == ["1,2", "x y+", "", "d"])
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%ff"])
    func `a broken escape is refused`(query: String) {
        #expect(QueryText.items(of: query) == nil)
    }

    @Test func `a page token survives the way only unchanged`() {
        let token = PageToken(
            operation: "orders.getOrders@v0", seller: 3, issuedAt: Instant(microseconds: 17), offset: 100,
            search: "created;1;2")
        let text = token.text
        for character in "+/=" { #expect(text.contains(character)) }
        #expect(PageToken(text: text) == token)
        #expect(PageToken(text: text.replacing("+", with: " ")) == nil)
        #expect(PageToken(text: String(text.dropLast(4))) == nil)
        for position in text.indices.dropLast() {
            var changed = text
            changed.replaceSubrange(position...position, with: text[position] == "A" ? "B" : "A")
            #expect(PageToken(text: changed) == nil)
        }
    }
}
