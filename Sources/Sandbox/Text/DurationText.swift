extension Duration {
    /// Reads `500ms`, `30s`, `5m`, `6h` or `1d`. A fraction is allowed before the unit.
    init?(text: String) {
        let units: [(suffix: String, seconds: Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
        ]
        guard let unit = units.first(where: { text.hasSuffix($0.suffix) }),
            let number = Double(text.dropLast(unit.suffix.count)), number.isFinite, number >= 0, number < 1e9
        else { return nil }
        self = .microseconds(Int64((number * unit.seconds * 1e6).rounded()))
    }

    /// Seconds with their fraction.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
