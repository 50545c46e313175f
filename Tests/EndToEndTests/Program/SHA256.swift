/// SHA-256 and HMAC as their standards tell them, for a receiver that has nothing in common with the program under test.
enum SHA256 {
    /// HMAC-SHA-256 in lower-case hexadecimal digits.
    static func mac(key: String, _ text: String) -> String {
        var block = Array(key.utf8)
        if block.count > 64 { block = digest(block) }
        block += Array(repeating: 0, count: 64 - block.count)
        let inner = digest(block.map { $0 ^ 0x36 } + Array(text.utf8))
        return digest(block.map { $0 ^ 0x5C } + inner).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    private static func digest(_ message: [UInt8]) -> [UInt8] {
        var state = primes(8).map { fraction($0.squareRoot()) }
        let keys = primes(64).map { fraction($0.cubeRoot) }
        var bytes = message + [0x80]
        while bytes.count % 64 != 56 { bytes.append(0) }
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: UInt64(message.count * 8) >> (56 - 8 * UInt64($0))) }
        for start in stride(from: 0, to: bytes.count, by: 64) {
            var words = (0..<16).map { word in
                (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[start + 4 * word + $1]) }
            }
            for index in 16..<64 {
                let (early, late) = (words[index - 15], words[index - 2])
                let first = turn(early, 7) ^ turn(early, 18) ^ (early >> 3)
                let second = turn(late, 17) ^ turn(late, 19) ^ (late >> 10)
                words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
            }
            var now = state
            for index in 0..<64 {
                let e = now[4]
                let choice = (e & now[5]) ^ (~e & now[6])
                let high = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
                let one = now[7] &+ high &+ choice &+ keys[index] &+ words[index]
                let a = now[0]
                let majority = (a & now[1]) ^ (a & now[2]) ^ (now[1] & now[2])
                let two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) &+ majority
                now = [one &+ two, a, now[1], now[2], now[3] &+ one, e, now[5], now[6]]
            }
            state = zip(state, now).map { $0 &+ $1 }
        }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) } }
    }

    private static func turn(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    private static func primes(_ count: Int) -> [Double] {
        var found: [Int] = []
        var candidate = 2
        while found.count < count {
            if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
            candidate += 1
        }
        return found.map(Double.init)
    }

    /// The first 32 bits behind the point.
    private static func fraction(_ number: Double) -> UInt32 {
        UInt32((number - number.rounded(.down)) * 4_294_967_296)
    }
}

extension Double {
    /// By Newton's steps, which end when they change nothing.
    fileprivate var cubeRoot: Double {
        var root = self / 2
        for _ in 0..<200 { root -= (root * root * root - self) / (3 * root * root) }
        return root
    }
}
