import Crypto

/// Finds registered values by the hash of their last bytes.
///
/// The end is looked at because the beginnings are all alike: every refresh token of Amazon's begins with the same ten
/// characters. A bitmap turns most places away, a table finds the candidates, and a digest settles it.
struct RedactionIndex {
    /// One form of a value: enough to recognise it, too little to restore it.
    struct Form {
        let suffix: UInt64
        let length: Int
        let digest: Digest

        init(_ bytes: [UInt8]) {
            suffix = bytes.suffix(RedactionIndex.window).reduce(0) { $0 << 8 | UInt64($1) }
            length = bytes.count
            digest = bytes.withUnsafeBytes { Digest($0) }
        }
    }

    /// The first half of a SHA-256.
    struct Digest: Hashable {
        let high: UInt64
        let low: UInt64

        init(_ bytes: UnsafeRawBufferPointer) {
            var hash = SHA256()
            hash.update(bufferPointer: bytes)
            (high, low) = hash.finalize().withUnsafeBytes { raw in
                (raw.loadUnaligned(as: UInt64.self), raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            }
        }
    }

    static let window = Redactor.minimumLength
    private static let mask: UInt64 = (1 << (8 * UInt64(window))) - 1
    private static let bitmapBits: UInt64 = 21

    private let capacity: Int
    /// Values in the order of registration, each as its forms.
    private var values: [[Form]] = []
    private var known: Set<Digest> = []
    /// The candidates for each suffix, as positions in `chain`.
    private var table: [UInt64: Int32] = [:]
    private var chain: [(form: Form, next: Int32)] = []
    private var bitmap = [UInt64](repeating: 0, count: 1 << (bitmapBits - 6))

    init(capacity: Int) {
        self.capacity = max(capacity, 2)
    }

    /// Adds one value's forms, unless they are known.
    mutating func insert(_ forms: [Form]) {
        guard forms.contains(where: { !known.contains($0.digest) }) else { return }
        if values.count >= capacity { forgetOlderHalf() }
        values.append(forms)
        for form in forms { link(form) }
    }

    /// The ranges to hide in `bytes`: in order, none touching the next.
    func matches(in bytes: borrowing Span<UInt8>) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var key: UInt64 = 0
        var shapeEnd = 0
        for index in 0..<bytes.count {
            key = (key << 8 | UInt64(bytes[index])) & Self.mask
            if index >= shapeEnd, let shape = SecretPattern.match(at: index, in: bytes) {
                shapeEnd = shape.upperBound
                found.append(shape)
            }
            guard index + 1 >= Self.window, mayHold(key), let start = start(of: key, end: index + 1, in: bytes) else {
                continue
            }
            var end = index + 1
            while end < bytes.count, end - index <= 2, bytes[end] == UInt8(ascii: "=") { end += 1 }
            found.append(start..<end)
        }
        return found.count < 2 ? found : Self.merged(found)
    }

    /// Where the longest registered value that ends at `end` begins.
    private func start(of key: UInt64, end: Int, in bytes: borrowing Span<UInt8>) -> Int? {
        var next = table[key] ?? -1
        var best: Int?
        while next >= 0 {
            let (form, following) = chain[Int(next)]
            next = following
            let start = end - form.length
            guard start >= 0, start < best ?? .max else { continue }
            let matches = bytes.extracting(start..<end).withUnsafeBytes { Digest($0) == form.digest }
            if matches { best = start }
        }
        return best
    }

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    // MARK: Building

    private mutating func link(_ form: Form) {
        guard known.insert(form.digest).inserted else { return }
        chain.append((form, table[form.suffix] ?? -1))
        table[form.suffix] = Int32(chain.count - 1)
        let bit = Self.bit(form.suffix)
        bitmap[Int(bit >> 6)] |= 1 << (bit & 63)
    }

    private mutating func forgetOlderHalf() {
        values.removeFirst(values.count / 2)
        known = []
        table = [:]
        chain = []
        for index in bitmap.indices { bitmap[index] = 0 }
        for form in values.joined() { link(form) }
    }

    private func mayHold(_ key: UInt64) -> Bool {
        let bit = Self.bit(key)
        return bitmap[Int(bit >> 6)] & (1 << (bit & 63)) != 0
    }

    private static func bit(_ key: UInt64) -> UInt64 {
        (key &* 0x9E37_79B9_7F4A_7C15) >> (64 - bitmapBits)
    }
}
