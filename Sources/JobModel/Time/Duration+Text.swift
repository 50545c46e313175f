extension Duration {
    /// Reads `500ms`, `30s`, `5m`, `6h` or `1d`; the number may have a fraction. Returns `nil` for anything else.
    public init?(text: String) {
        let units: [(suffix: String, seconds: Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
        ]
        for unit in units where text.hasSuffix(unit.suffix) {
            let digits = text.dropLast(unit.suffix.count)
            guard let first = digits.unicodeScalars.first, ("0"..."9").contains(first), let number = Double(digits),
                number * unit.seconds <= 3_155_760_000
            else { continue }
            self = .microseconds(Int64((number * unit.seconds * 1_000_000).rounded()))
            return
        }
        return nil
    }
}
