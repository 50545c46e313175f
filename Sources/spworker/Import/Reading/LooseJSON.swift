import OperationCatalogue

/// Reads JSON as .NET's settings have it: comments and a comma before a closing bracket do no harm.
struct LooseJSON {
    private let name: String
    private let bytes: [UInt8]

    init(_ source: ImportText) {
        name = source.name
        bytes = Self.strict(Array(source.text.utf8))
    }

    /// The value as nodes with their lines.
    ///
    /// - Throws: The first fault.
    func root() throws(ConfigurationProblem) -> SettingNode {
        do throws(JSONSyntax.Fault) {
            try JSONSyntax.check(bytes)
            var reader = NodeReader(name: name, bytes: bytes)
            return try reader.node()
        } catch {
            throw ConfigurationProblem(
                .file(path: name, line: error.line), "",
                "this is not valid JSON (column \(error.column): \(error.reason))",
                "correct that place")
        }
    }

    /// The text with blanks in the place of comments and of commas before a closing bracket, so that every other
    /// character stays where it is.
    static func strict(_ text: [UInt8]) -> [UInt8] {
        var bytes = text
        var comma: Int?
        var index = 0
        while index < bytes.count {
            let following = index + 1 < bytes.count ? bytes[index + 1] : 0
            switch bytes[index] {
            case UInt8(ascii: "\""):
                comma = nil
                index = endOfText(index, in: bytes)
                continue
            case UInt8(ascii: "/") where following == UInt8(ascii: "/"):
                while index < bytes.count, bytes[index] != 0x0A {
                    bytes[index] = 0x20
                    index += 1
                }
                continue
            case UInt8(ascii: "/") where following == UInt8(ascii: "*"):
                index = blankOut(index, in: &bytes)
                continue
            case UInt8(ascii: ","): comma = index
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if let place = comma { bytes[place] = 0x20 }
                comma = nil
            case 0x20, 0x0A, 0x0D, 0x09: break
            default: comma = nil
            }
            index += 1
        }
        return bytes
    }

    /// The place behind the text in quotation marks that begins at `start`.
    private static func endOfText(_ start: Int, in bytes: [UInt8]) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != 0x0A {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return index + 1
    }

    /// Blanks a comment out that ends in `*/`, and gives the place behind it. One without an end stays, as a fault.
    private static func blankOut(_ start: Int, in bytes: inout [UInt8]) -> Int {
        var end = start + 2
        while end + 1 < bytes.count, !(bytes[end] == UInt8(ascii: "*") && bytes[end + 1] == UInt8(ascii: "/")) {
            end += 1
        }
        guard end + 1 < bytes.count else { return bytes.count }
        for index in start...(end + 1) where bytes[index] != 0x0A { bytes[index] = 0x20 }
        return end + 2
    }
}

extension LooseJSON {
    /// Reads a text whose syntax has been checked, which it relies on.
    private struct NodeReader {
        let name: String
        let bytes: [UInt8]
        private var position = 0
        private var line = 1

        init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }

        private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

        private var origin: SettingOrigin { .file(path: name, line: line) }

        mutating func node() throws(JSONSyntax.Fault) -> SettingNode {
            skipSpace()
            let start = origin
            switch next {
            case UInt8(ascii: "{"):
                var entries: [SettingNode.Entry] = []
                try items { (reader: inout NodeReader) throws(JSONSyntax.Fault) in
                    let place = reader.origin
                    let key = try reader.text()
                    reader.skipSpace()
                    reader.position += 1
                    entries.append(SettingNode.Entry(key: key, origin: place, node: try reader.node()))
                }
                return SettingNode(value: .map(entries), origin: start)
            case UInt8(ascii: "["):
                var list: [SettingNode] = []
                try items { (reader: inout NodeReader) throws(JSONSyntax.Fault) in list.append(try reader.node()) }
                return SettingNode(value: .list(list), origin: start)
            case UInt8(ascii: "\""):
                return SettingNode(value: .scalar(try text(), quoted: true), origin: start)
            default:
                let first = position
                while !", \n\r\t]}".utf8.contains(next), position < bytes.count { position += 1 }
                let word = String(decoding: bytes[first..<position], as: UTF8.self)
                return SettingNode(value: .scalar(word, quoted: false), origin: start)
            }
        }

        /// Reads what stands between two brackets, item by item.
        private mutating func items(
            _ item: (inout NodeReader) throws(JSONSyntax.Fault) -> Void
        ) throws(JSONSyntax.Fault) {
            position += 1
            skipSpace()
            while next != UInt8(ascii: "]"), next != UInt8(ascii: "}"), position < bytes.count {
                try item(&self)
                skipSpace()
                if next == UInt8(ascii: ",") { position += 1 }
                skipSpace()
            }
            position += 1
        }

        private mutating func text() throws(JSONSyntax.Fault) -> String {
            let end = min(LooseJSON.endOfText(position, in: bytes), bytes.count)
            defer { position = end }
            return try JSONReader.value(of: Array(bytes[position..<end])).string ?? ""
        }

        private mutating func skipSpace() {
            while position < bytes.count, next == 0x20 || next == 0x0A || next == 0x0D || next == 0x09 {
                if next == 0x0A { line += 1 }
                position += 1
            }
        }
    }
}
