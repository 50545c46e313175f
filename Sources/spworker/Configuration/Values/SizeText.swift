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
}
