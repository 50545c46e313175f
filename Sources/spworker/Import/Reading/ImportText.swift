/// The text of a file of another client, whatever editor wrote it.
struct ImportText {
    /// The most bytes that a file may hold. A thousand accounts take about a third of it.
    static let maximumSize = 1 << 20

    /// The file's name in messages.
    let name: String
    /// The content, with lines that end in a line feed alone and without a byte order mark.
    let text: String

    /// Reads the bytes of a file.
    ///
    /// - Throws: What is wrong with the file as a whole.
    init(_ bytes: [UInt8], name: String) throws(ConfigurationProblem) {
        let start = SettingOrigin.file(path: name, line: 1)
        guard bytes.count <= Self.maximumSize else {
            throw ConfigurationProblem(
                start, "", "the file is larger than 1 MiB", "name the file that holds the credentials and little else")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw ConfigurationProblem(start, "", "the file is UTF-16", "save it as UTF-8")
        }
        if let place = bytes.firstIndex(of: 0) {
            throw ConfigurationProblem(
                .file(path: name, line: Self.line(of: place, in: bytes)), "",
                "the file is not a text (it holds a zero byte)",
                "name a text file in UTF-8")
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        var lines: [UInt8] = []
        lines.reserveCapacity(body.count)
        for index in body.indices {
            guard body[index] == 0x0D else {
                lines.append(body[index])
                continue
            }
            let next = body.index(after: index)
            if next == body.endIndex || body[next] != 0x0A { lines.append(0x0A) }
        }
        guard let text = String(validating: lines, as: UTF8.self) else {
            throw ConfigurationProblem(start, "", "the file is not UTF-8", "save it as UTF-8")
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw ConfigurationProblem(start, "", "the file is empty", "name the file that holds the credentials")
        }
        self.name = name
        self.text = text
    }

    private static func line(of place: Int, in bytes: [UInt8]) -> Int {
        bytes[..<place].count { $0 == 0x0A } + 1
    }
}
