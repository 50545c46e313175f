extension String {
    /// The text in one line and without control characters: what Amazon or another program wrote must not steer the
    /// user's terminal.
    package var plain: String {
        var text = ""
        for scalar in unicodeScalars {
            let isControl =
                scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
            if !isControl {
                text.unicodeScalars.append(scalar)
            } else if text.last != " " {
                text.append(" ")
            }
        }
        return text
    }

    /// The text with blanks behind it, so that it takes up at least so many columns.
    package func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// The plain text, cut to a length that leaves a table readable.
    package func cut(to length: Int) -> String {
        let text = plain
        return text.count > length ? text.prefix(max(1, length - 1)) + "…" : text
    }
}

/// `1 job`, `2 jobs`.
package func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
