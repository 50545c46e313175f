import JobStoreTesting
import Testing

@testable import SellingPartner

@Suite("UTF-8 in documents")
struct UTF8Tests {
    private static func read(_ pieces: [[UInt8]], replaces: Bool = false) throws -> (text: [UInt8], replacements: Int) {
        var reader = UTF8Reader(replaces: replaces, offset: 0)
        var text: [UInt8] = []
        for piece in pieces { text += try reader.take(piece, isLast: false) }
        text += try reader.take([], isLast: true)
        return (text, reader.replacements)
    }

    @Test("Text is passed on, cut wherever")
    func everyCut() throws {
        let text = Array("aä€𝄞 größer 日本語 and then plain text of some length, until é\u{FFFD}".utf8)
        for size in 1...text.count { #expect(try Self.read(text.chunks(of: size)).text == text, "\(size)") }
    }

    @Test(
        "Malformed bytes are told with their offset",
        arguments: [
            ([0x80], 0), ([0x61, 0xC0, 0x80], 1), ([0xE0, 0x80, 0x80], 0), ([0xED, 0xA0, 0x80], 0),
            ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5], 0), ([0x61, 0x62, 0xE2, 0x82], 2), ([0xE2, 0x82, 0x61], 0),
            (Array("123456789 123456789 ".utf8) + [0xFF] + Array("123456789".utf8), 20),
        ] as [([UInt8], Int)])
    func malformed(_ text: [UInt8], _ offset: Int) {
        for size in 1...text.count {
            let found = #expect(throws: MalformedByte.self) { try Self.read(text.chunks(of: size)) }
            #expect(found?.offset == offset, "chunks of \(size)")
        }
    }

    @Test("What is no text is found, and replaced as Swift's own decoder does, in any bytes")
    func anyBytes() throws {
        let seed = UInt64.random(in: 0 ... .max)
        let random = SeededRandom(seed: seed)
        let leads: [UInt8] = [0xC2, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xC0, 0x80, 0x9F, 0xA0, 0xBF]
        for _ in 0..<2000 {
            let bytes = (0..<random.below(40)).map { _ -> UInt8 in
                random.chance(0.4) ? random.pick(leads) : UInt8(random.below(random.chance(0.5) ? 128 : 256))
            }
            let decoded = String(decoding: bytes, as: UTF8.self)
            let cuts = (0..<random.below(5)).map { _ in random.below(bytes.count + 1) }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            #expect((try? Self.read(bytes.cut(at: cuts)).text) == (isValid ? bytes : nil), "seed \(seed): \(bytes)")
            let replaced = try Self.read(bytes.cut(at: cuts), replaces: true)
            #expect(replaced.text == Array(decoded.utf8), "seed \(seed): \(bytes)")
            #expect((replaced.replacements == 0) == isValid)
        }
    }
}
