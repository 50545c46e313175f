/// Text and numbers as pages write them.
package enum Words {
    /// A number in groups of three digits, with a narrow blank between them: `1 204 311`.
    package static func number(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append("\u{202F}") }
            text.append(digit)
        }
        return (value < 0 ? "\u{2212}" : "") + text
    }

    /// `1 job`, `2 jobs`, `1 204 jobs`.
    package static func counted(_ count: Int, _ noun: String) -> String {
        "\(number(count))\u{A0}\(noun)\(count == 1 ? "" : "s")"
    }
}

extension String {
    /// The text with what has a meaning in HTML written out. Scalars are looked at one by one: a mark stays one when
    /// an accent is put on it.
    package var escapedForMarkup: String {
        guard utf8.contains(where: { Self.meaningful.contains($0) }) else { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text.append(contentsOf: "&amp;".unicodeScalars)
            case "<": text.append(contentsOf: "&lt;".unicodeScalars)
            case ">": text.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": text.append(contentsOf: "&quot;".unicodeScalars)
            case "'": text.append(contentsOf: "&#39;".unicodeScalars)
            default: text.append(scalar)
            }
        }
        return String(text)
    }

    private static let meaningful = Array("&<>\"'".utf8)

    /// No piece is longer.
    private static let longestPiece = 48

    /// The text in pieces between which a line may break: behind each dot, at-sign and slash, and where a word would
    /// fit no line. A template puts `<wbr>` between them, and escapes each.
    package var pieces: [String] {
        var (pieces, piece, length) = ([String](), "", 0)
        for character in self {
            piece.append(character)
            length += 1
            guard character == "." || character == "@" || character == "/" || length == Self.longestPiece else {
                continue
            }
            pieces.append(piece)
            (piece, length) = ("", 0)
        }
        return piece.isEmpty ? pieces : pieces + [piece]
    }

    /// The text as it can stand in an address, as a part of a path or as a value of a query.
    package var percentEncoded: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}
