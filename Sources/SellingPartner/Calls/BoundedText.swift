/// Foreign text made fit for a log line or an error: no control characters, no more than so much.
enum BoundedText {
    static func line(_ text: String, limit: Int) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            // Line and paragraph separators break lines too, though they are no control characters.
            let breaksLine = scalar.properties.generalCategory == .control || (0x2028...0x2029).contains(scalar.value)
            result.unicodeScalars.append(breaksLine ? " " : scalar)
        }
        return result
    }
}
