/// A 64-bit FNV-1a hash: tells equal bodies from different ones without keeping them. Not for secrets.
package struct Fingerprint: Sendable, Hashable {
    /// The hash.
    package private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Creates the fingerprint of nothing.
    package init() {}

    /// Creates the fingerprint of `bytes`.
    package init(_ bytes: some Sequence<UInt8>) {
        add(bytes)
    }

    /// Adds `bytes` behind those added before.
    package mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// Sixteen hexadecimal digits.
    package var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// A number in `0 ..< bound` that looks random but is always the same for the same bytes and `salt`.
    func number(_ salt: UInt64, below bound: UInt64) -> UInt64 {
        var mixed = value &+ salt &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return (mixed ^ (mixed >> 31)) % bound
    }
}
