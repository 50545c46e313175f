/// A longer text of a job as its page shows it.
struct ShownText {
    let shownText: String
    /// How much of it is shown, where that is not all.
    let cutNote: String?

    /// The longest that is shown, in bytes.
    static let longest = 16 << 10

    /// JSON is put in lines; what is too long is cut.
    init(_ text: String, longest: Int = longest) {
        let bytes = text.utf8
        guard bytes.count > longest else {
            shownText = IndentedJSON.text(text)
            cutNote = nil
            return
        }
        // A letter that is cut in two is left out.
        var end = bytes.index(bytes.startIndex, offsetBy: longest)
        while end > bytes.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = bytes.index(before: end)
        }
        shownText = IndentedJSON.text(String(text[..<end]))
        cutNote = "The first \(Words.number(longest)) of \(Words.counted(bytes.count, "byte"))."
    }
}
