/// How large a feed's content may be.
package enum FeedSize {
    /// Amazon advises files under this many bytes.
    package static let advised: Int64 = 10 << 20
    /// Larger files are refused: no feed needs as much, and the upload must end within the five minutes that its place
    /// is open.
    static let largest: Int64 = 1 << 30

    /// What is wrong with content of so many bytes; `nil` for nothing.
    package static func problem(_ bytes: Int64) -> String? {
        if bytes <= 0 { return "A feed needs content, and this is empty." }
        guard bytes > largest else { return nil }
        return
            "The feed has \(mebibytes(bytes)) MiB, more than the \(largest >> 20) MiB that are sent at all. Split it."
    }

    /// What looks odd about content of so many bytes; `nil` for nothing.
    package static func warning(_ bytes: Int64) -> String? {
        guard bytes >= advised, bytes <= largest else { return nil }
        return
            "The feed has \(mebibytes(bytes)) MiB; Amazon advises files under \(advised >> 20) MiB, and one feed of a type "
            + "every 20 minutes."
    }

    /// Rounded up, for every number of bytes.
    private static func mebibytes(_ bytes: Int64) -> Int64 { (bytes >> 20) + (bytes & ((1 << 20) - 1) == 0 ? 0 : 1) }
}
