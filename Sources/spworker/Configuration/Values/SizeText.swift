/// Sizes as people write them: `10MB` (ten million bytes), `2GiB` (binary), `4096` (bytes).
package enum SizeText {
    private static let units: [String: Double] = [
        "": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
        "kib": 0x1p10, "mib": 0x1p20, "gib": 0x1p30, "tib": 0x1p40,
    ]

    /// Reads a size in bytes, or gives `nil`.
    package static func parse(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let suffix = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        guard let unit = units[suffix], digits.first != ".", digits.last != ".", let number = Double(digits),
            number * unit <= 0x1p60
        else { return nil }
        return Int64((number * unit).rounded())
    }

    /// A size for people, in decimal units: `812 bytes`, `1.2 MB`.
    package static func text(_ bytes: Int64) -> String {
        guard bytes >= 1000 else { return "\(bytes) bytes" }
        var tenths = bytes / 100
        for unit in ["kB", "MB", "GB"] {
            if tenths < 10_000 { return "\(tenths / 10).\(tenths % 10) \(unit)" }
            tenths /= 1000
        }
        return "\(tenths / 10).\(tenths % 10) TB"
    }
}
