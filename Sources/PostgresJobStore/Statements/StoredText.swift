/// Text as PostgreSQL can hold it, which knows no U+0000.
///
/// What SQLite keeps must be kept here too, and what people put into jobs is not ours to refuse. U+F8F0, which texts do
/// not use, introduces what stands for U+0000 (U+F8F1) and for itself (U+F8F0 once more). Other programs, which fill the
/// inbox, do not know of that: what is no such pair is read as it is.
enum StoredText {
    private static let mark: Unicode.Scalar = "\u{F8F0}"
    private static let zero: Unicode.Scalar = "\u{F8F1}"
    /// How the mark begins in UTF-8.
    private static let markByte: UInt8 = 0xEF

    /// The text as it is stored.
    static func storing(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0 || $0 == markByte }) else { return text }
        var stored = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0": stored.append(contentsOf: [mark, zero])
            case mark: stored.append(contentsOf: [mark, mark])
            default: stored.append(scalar)
            }
        }
        return String(stored)
    }

    /// The text that was stored so.
    static func reading(_ stored: String) -> String {
        guard stored.utf8.contains(markByte), stored.unicodeScalars.contains(mark) else { return stored }
        var text = String.UnicodeScalarView()
        var isMarked = false
        for scalar in stored.unicodeScalars {
            if isMarked {
                switch scalar {
                case zero: text.append("\0")
                case mark: text.append(mark)
                default: text.append(contentsOf: [mark, scalar])
                }
                isMarked = false
            } else if scalar == mark {
                isMarked = true
            } else {
                text.append(scalar)
            }
        }
        if isMarked { text.append(mark) }
        return String(text)
    }
}
