/// JSON as people read it: the same text with each member in a line of its own.
enum IndentedJSON {
    /// The text with line breaks and indents, each sign of it as it was; the text itself when it is no object or list.
    static func text(_ json: String) -> String {
        guard let first = json.unicodeScalars.first(where: { !isBlank($0) }), first == "{" || first == "[" else {
            return json
        }
        var (result, depth) = (String.UnicodeScalarView(), 0)
        var (isInText, isEscaped) = (false, false)
        /// Whether an object or a list was opened and nothing of it has come.
        var isFresh = false
        func breakLine() {
            result.append("\n")
            for _ in 0..<min(depth, 40) { result.append(contentsOf: "  ".unicodeScalars) }
        }
        for scalar in json.unicodeScalars {
            if isInText {
                result.append(scalar)
                (isInText, isEscaped) = (isEscaped || scalar != "\"", !isEscaped && scalar == "\\")
                continue
            }
            if isBlank(scalar) { continue }
            if scalar == "}" || scalar == "]" {
                depth = max(0, depth - 1)
                if !isFresh { breakLine() }
                isFresh = false
                result.append(scalar)
                continue
            }
            if isFresh { breakLine() }
            isFresh = false
            result.append(scalar)
            switch scalar {
            case "{", "[":
                depth += 1
                isFresh = true
            case ",": breakLine()
            case ":": result.append(" ")
            case "\"": isInText = true
            default: break
            }
        }
        return String(result)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\n" || scalar == "\r" || scalar == "\t"
    }
}
