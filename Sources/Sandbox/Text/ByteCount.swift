/// Numbers of bytes as people write them.
enum ByteCount {
    private static let units: [(suffix: String, factor: Int)] = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("kB", 1000), ("KB", 1000), ("MB", 1_000_000),
        ("GB", 1_000_000_000), ("B", 1), ("", 1),
    ]

    /// Reads `5000`, `10MB` or `2GiB`; `nil` for anything else, and for more than a terabyte.
    static func bytes(in text: String) -> Int? {
        guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
        let digits = text.dropLast(unit.suffix.count)
        let number = digits.last == " " ? digits.dropLast() : digits
        guard let number = Int(number), (0...1_000_000_000_000 / unit.factor).contains(number) else { return nil }
        return number * unit.factor
    }
}
