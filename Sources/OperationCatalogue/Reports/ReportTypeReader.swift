/// Reads the text of report types.
///
/// A line is a type; its words are separated by single spaces:
///
///     NAME AUDIENCE CATEGORY MAKING FORMAT STANDING WORD...
///
/// AUDIENCE, MAKING and FORMAT are the raw values of ``ReportType``; CATEGORY and FORMAT are `-` when they are not known.
/// STANDING is `listed`, `unlisted`, `leaving=DATE` or `removed=DATE`. Then come the words that apply:
///
///     restricted              its document opens with a restricted data token alone
///     range=30d               the longest window
///     lookback=60d            how far back it reaches
///     interval=24h            the least time between two requests
///     takes=24h               how long Amazon may take
///     only=DE,NA              countries and regions that have it
///     ?name, ?name!{A,B}      an option; `!` says that it must be given, and the braces hold all values that it takes
package struct ReportTypeReader {
    /// The types that `text` describes, in its order.
    ///
    /// - Throws: ``CatalogueTextError`` with the number of the first line that cannot be read.
    package static func types(in text: String) throws(CatalogueTextError) -> [ReportType] {
        var types: [ReportType] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            do {
                types.append(try type(line))
            } catch {
                throw CatalogueTextError(line: types.count + 1, reason: error.reason)
            }
        }
        return types
    }

    private static func type(_ line: Substring) throws(UnreadableText) -> ReportType {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count >= 6, !words.contains("") else {
            throw UnreadableText("a type has six words at least, with single spaces between them")
        }
        guard let audience = ReportType.Audience(rawValue: words[1]) else {
            throw UnreadableText("'\(words[1])' is no audience")
        }
        guard let making = ReportType.Making(rawValue: words[3]) else {
            throw UnreadableText("'\(words[3])' is no way to make a report")
        }
        let format = ReportType.Format(rawValue: words[4])
        guard format != nil || words[4] == "-" else { throw UnreadableText("'\(words[4])' is no format") }
        var type = ReportType(
            name: words[0], audience: audience, category: words[2] == "-" ? nil : words[2], making: making,
            format: format, standing: try standing(words[5]))
        for word in words[6...] { try read(word, into: &type) }
        return type
    }

    private static func standing(_ word: String) throws(UnreadableText) -> ReportType.Standing {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("listed", 1): return .listed
        case ("unlisted", 1): return .unlisted
        case ("leaving", 2): return .leaving(since: parts[1])
        case ("removed", 2): return .removed(on: parts[1])
        default: throw UnreadableText("'\(word)' says not how a type stands")
        }
    }

    private static func read(_ word: String, into type: inout ReportType) throws(UnreadableText) {
        if word.hasPrefix("?") {
            type.options.append(try option(word))
            return
        }
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("restricted", 1): type.isRestricted = true
        case ("range", 2): type.maxRangeDays = try number(parts[1], "d")
        case ("lookback", 2): type.lookbackDays = try number(parts[1], "d")
        case ("interval", 2): type.minRequestIntervalHours = try number(parts[1], "h")
        case ("takes", 2): type.longestMakingHours = try number(parts[1], "h")
        case ("only", 2): type.onlyIn = parts[1].split(separator: ",").map(String.init)
        default: throw UnreadableText("'\(word)' says nothing about a type")
        }
    }

    private static func number(_ text: String, _ unit: String) throws(UnreadableText) -> Int {
        guard text.hasSuffix(unit), let number = Int(text.dropLast()), number > 0 else {
            throw UnreadableText("'\(text)' is no number of the unit '\(unit)'")
        }
        return number
    }

    private static func option(_ word: String) throws(UnreadableText) -> ReportType.Option {
        var head = word.dropFirst()
        var values: [String] = []
        if let open = head.firstIndex(of: "{") {
            guard head.hasSuffix("}") else { throw UnreadableText("'\(word)' has a '{' without a '}' at its end") }
            values = head[head.index(after: open)...].dropLast().split(separator: ",").map(String.init)
            head = head[..<open]
        }
        let isRequired = head.hasSuffix("!")
        if isRequired { head = head.dropLast() }
        guard !head.isEmpty else { throw UnreadableText("'\(word)' names no option") }
        return ReportType.Option(name: String(head), isRequired: isRequired, values: values)
    }
}
