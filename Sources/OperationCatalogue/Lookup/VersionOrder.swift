/// The order of Amazon's API versions: `v0`, `v1`, `v2` came first, dates like `2026-01-01` after them.
struct VersionOrder: Comparable {
    /// The number after the `v`, or `nil` for dates.
    private let number: Int?
    private let text: String

    init(_ version: String) {
        number = version.first == "v" ? Int(version.dropFirst()) : nil
        text = version
    }

    static func < (one: VersionOrder, other: VersionOrder) -> Bool {
        switch (one.number, other.number) {
        case (let one?, let other?): one < other
        case (.some, nil): true
        case (nil, .some): false
        // Dates written year first sort as text.
        case (nil, nil): one.text < other.text
        }
    }
}
