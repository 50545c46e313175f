import JobStoreTesting
import Testing

@testable import SellingPartner

@Suite("Inflating documents")
struct UnpackerTests {
    /// What comes out when `chunks` come in.
    private static func unpacked(_ chunks: [[UInt8]], pieceSize: Int = 1 << 18) throws -> [[UInt8]] {
        var unpacker = Unpacker(pieceSize: pieceSize)
        var pieces: [[UInt8]] = []
        for chunk in chunks {
            unpacker.take(chunk)
            while let piece = try unpacker.next() { pieces.append(piece) }
        }
        unpacker.end()
        while let piece = try unpacker.next() { pieces.append(piece) }
        return pieces
    }

    private static let text = Array("sku\tprice\nA-1\t9.99\nB-2\t12.50\n".utf8)

    @Test("A document comes out whole, however it is cut into chunks")
    func everyChunkSize() throws {
        let packed = GzipText.packed(Self.text)
        for size in 1...packed.count {
            #expect(try Self.unpacked(packed.chunks(of: size)).joined().elementsEqual(Self.text), "chunks of \(size)")
            #expect(try Self.unpacked(packed.cut(at: [size])).joined().elementsEqual(Self.text), "cut at \(size)")
            #expect(try Self.unpacked(Self.text.chunks(of: size)).joined().elementsEqual(Self.text), "plain \(size)")
        }
    }

    @Test("All pieces but the last have the same size")
    func pieceSizes() throws {
        let packed = GzipText.packed(Self.text)
        for size in 1...Self.text.count + 1 {
            for chunks in [packed.chunks(of: 3), Self.text.chunks(of: 7)] {
                let pieces = try Self.unpacked(chunks, pieceSize: size)
                #expect(pieces.joined().elementsEqual(Self.text))
                #expect(pieces.dropLast().allSatisfy { $0.count == size })
                #expect((1...size).contains(pieces.last?.count ?? 0))
            }
        }
    }

    @Test("Any text, cut anywhere, comes out as it was")
    func anyText() throws {
        let seed = UInt64.random(in: 0 ... .max)
        let random = SeededRandom(seed: seed)
        for _ in 0..<60 {
            let length = random.below(40_000)
            let text = (0..<length).map { _ in UInt8(random.below(random.chance(0.1) ? 256 : 4)) }
            let members = random.below(3) + 1
            var packed = text.cut(at: (1..<members).map { _ in random.below(length + 1) })
                .flatMap { GzipText.packed($0, level: Int32(random.below(10))) }
            if random.chance(0.3) { packed += [UInt8](repeating: 0, count: random.below(600)) }
            let cuts = (0..<random.below(30)).map { _ in random.below(packed.count + 1) }
            let pieces = try Self.unpacked(packed.cut(at: cuts), pieceSize: random.below(5000) + 1)
            #expect(pieces.joined().elementsEqual(text), "seed \(seed)")
        }
    }

    @Test("Several members are one document, and zeros behind it are padding")
    func members() throws {
        let packed = GzipText.packed(Array("a".utf8)) + GzipText.packed([]) + GzipText.packed(Array("b".utf8))
        for size in 1...packed.count {
            #expect(try Self.unpacked(packed.chunks(of: size)).joined().elementsEqual(Array("ab".utf8)))
            let padded = packed + [UInt8](repeating: 0, count: 513)
            #expect(try Self.unpacked(padded.chunks(of: size)).joined().elementsEqual(Array("ab".utf8)))
        }
    }

    @Test("Anything else behind the end is corrupt")
    func garbage() {
        let packed = GzipText.packed(Self.text)
        for tail in [[1], [0, 0, 7], [0x1F], [0x1F, 0x8B], Array("\n".utf8)] as [[UInt8]] {
            for size in [1, 5, packed.count, packed.count + tail.count] {
                #expect(throws: DocumentFault.self, "\(tail)") {
                    try Self.unpacked((packed + tail).chunks(of: size))
                }
            }
        }
    }

    @Test("A document that ends at any byte before its end is corrupt")
    func truncated() {
        let packed = GzipText.packed(Self.text)
        for length in 2..<packed.count {
            for size in [1, length] {
                let found = #expect(throws: DocumentFault.self, "\(length)") {
                    try Self.unpacked(Array(packed.prefix(length)).chunks(of: size))
                }
                #expect(found?.kind == .corrupt && found?.isPassing == true)
            }
        }
    }

    @Test("A wrong checksum or length is corrupt")
    func trailer() {
        let packed = GzipText.packed(Self.text)
        for index in packed.count - 8..<packed.count {
            var wrong = packed
            wrong[index] ^= 1
            #expect(throws: DocumentFault.self) { try Self.unpacked([wrong]) }
            #expect(throws: DocumentFault.self) { try Self.unpacked(wrong.chunks(of: 1)) }
        }
    }

    @Test("A byte that is wrong anywhere never gives another text")
    func damaged() {
        let packed = GzipText.packed(Self.text)
        for index in packed.indices {
            var wrong = packed
            wrong[index] ^= 0x10
            // Some bytes of the header mean nothing to the text; the first two decide whether it is gzip at all.
            let pieces = try? Self.unpacked([wrong])
            #expect(pieces.map { index < 2 || $0.joined().elementsEqual(Self.text) } ?? true, "byte \(index)")
        }
    }

    @Test(
        "What is not compressed stays as it is",
        arguments: [[], [0x1F], [0x1F, 0x1F], [0, 0x1F, 0x8B], [0x8B, 0x1F]])
    func plain(_ bytes: [UInt8]) throws {
        #expect(try Self.unpacked([bytes]).joined().elementsEqual(bytes))
        #expect(try Self.unpacked(bytes.chunks(of: 1)).joined().elementsEqual(bytes))
    }

    @Test("A gzip file inside of a gzip file is the document")
    func once() throws {
        let inner = GzipText.packed(Self.text)
        #expect(try Self.unpacked([GzipText.packed(inner)]).joined().elementsEqual(inner))
    }

    @Test("Much from little comes in pieces as usual")
    func expansion() throws {
        let zeros = [UInt8](repeating: 0x30, count: 5_000_000)
        let packed = GzipText.packed(zeros)
        #expect(packed.count < 10_000)
        let pieces = try Self.unpacked([packed])
        #expect(pieces.allSatisfy { $0.count <= Unpacker.pieceSize })
        #expect(pieces.reduce(0) { $0 + $1.count } == zeros.count)
    }
}
