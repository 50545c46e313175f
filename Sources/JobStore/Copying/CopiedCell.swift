/// A value on its way from one database to another.
package enum CopiedCell: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])

    /// Its bytes, about.
    var size: Int {
        switch self {
        case .null, .integer, .real: 8
        case .text(let value): value.utf8.count
        case .bytes(let value): value.count
        }
    }
}

/// A sum over rows that two tables share only when they hold the same rows in the same order.
package struct CopyChecksum: Sendable, Hashable {
    /// How many rows there were.
    package private(set) var rows = 0
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    /// Takes a row in.
    package mutating func add(_ row: [CopiedCell]) {
        rows += 1
        for cell in row {
            switch cell {
            case .null: add(byte: 0)
            case .integer(let value):
                add(byte: 1)
                add(UInt64(bitPattern: value))
            case .real(let value):
                add(byte: 2)
                add(value.bitPattern)
            case .text(let value):
                add(byte: 3)
                add(UInt64(value.utf8.count))
                for byte in value.utf8 { add(byte: byte) }
            case .bytes(let value):
                add(byte: 4)
                add(UInt64(value.count))
                for byte in value { add(byte: byte) }
            }
        }
    }

    private mutating func add(_ value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { add(byte: UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
    }

    // FNV-1a: it tells accidents, not forgeries.
    private mutating func add(byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }

    /// The sum as sixteen digits.
    package var text: String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
