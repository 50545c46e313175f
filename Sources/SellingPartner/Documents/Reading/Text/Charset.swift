#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A charset that this machine can read.
package struct Charset: Sendable, Hashable {
    /// The name by which `iconv` knows it.
    package let name: String

    /// UTF-8, which needs no conversion.
    package static let utf8 = Charset(known: "UTF-8")

    private init(known name: String) { self.name = name }

    /// Finds a charset by one of its names, in any spelling that Amazon or its tools use.
    package init?(named name: String) {
        // A slash would tell iconv to pass over what it cannot read.
        guard (1...40).contains(name.utf8.count),
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.:+".contains($0)) })
        else { return nil }
        let known = Self.canonical(name.uppercased())
        guard known == "UTF-8" || known == "UTF-16" || Self.isKnown(known) else { return nil }
        self.name = known
    }

    /// Whether every byte below 0x80 stands for itself wherever a character may begin.
    var keepsASCII: Bool {
        name.hasPrefix("ISO-8859-") || name.hasPrefix("CP125") || ["CP932", "EUC-JP", "GBK"].contains(name)
    }

    /// Bytes that belong together at least.
    var unit: Int { name.hasPrefix("UTF-16") ? 2 : name.hasPrefix("UTF-32") ? 4 : 1 }

    /// The charset that the byte order mark at the beginning of a text tells, and the mark's length.
    static func marked(_ text: some Collection<UInt8>) -> (charset: Charset, length: Int)? {
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if text.starts(with: [0xFF, 0xFE]) { return (Charset(known: "UTF-16LE"), 2) }
        if text.starts(with: [0xFE, 0xFF]) { return (Charset(known: "UTF-16BE"), 2) }
        return nil
    }

    /// The charset for a text that begins like this, and how much of it is a byte order mark.
    ///
    /// UTF-16 that does not tell its byte order is taken to come from Windows.
    func settled(by beginning: some Collection<UInt8>) -> (charset: Charset, mark: Int) {
        let found = Self.marked(beginning)
        if name == "UTF-16" {
            guard let found, found.charset.unit == 2 else { return (Charset(known: "UTF-16LE"), 0) }
            return (found.charset, found.length)
        }
        return (self, found?.charset == self ? found?.length ?? 0 : 0)
    }

    /// The charset that a content type declares, in its spelling.
    static func declared(in contentType: String?) -> String? {
        for part in (contentType ?? "").split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "charset" else { continue }
            let name = pair[1].filter { $0 != " " && $0 != "\"" && $0 != "'" }
            return name.isEmpty ? nil : String(name)
        }
        return nil
    }

    private static func canonical(_ name: String) -> String {
        switch name {
        // ASCII is a part of it.
        case "UTF8", "UTF-8", "UTF_8", "CP65001", "ASCII", "US-ASCII": return "UTF-8"
        case "SHIFT_JIS", "SHIFT-JIS", "SHIFTJIS", "SJIS", "X-SJIS", "MS932", "MS_KANJI", "CP932", "WINDOWS-31J",
            "WINDOWS-932", "CSWINDOWS31J", "CSSHIFTJIS":
            // Microsoft's Shift_JIS holds the standard's, and what Japanese documents really use beside it.
            return "CP932"
        case "EUCJP", "EUC_JP", "EUC-JP", "X-EUC-JP": return "EUC-JP"
        case "GB2312", "GBK", "CP936", "WINDOWS-936", "MS936": return "GBK"
        case "LATIN1", "LATIN-1", "L1": return "ISO-8859-1"
        case "UTF16", "UTF_16", "UTF-16", "UNICODE": return "UTF-16"
        case "UTF16LE", "UTF_16LE", "X-UTF-16LE-BOM": return "UTF-16LE"
        case "UTF16BE", "UTF_16BE": return "UTF-16BE"
        default: break
        }
        for prefix in ["WINDOWS-", "WINDOWS", "CP-", "CP"] where name.hasPrefix(prefix) {
            return "CP" + name.dropFirst(prefix.count)
        }
        for prefix in ["ISO-8859-", "ISO_8859-", "ISO8859-", "ISO8859_", "ISO_8859_", "8859_"]
        where name.hasPrefix(prefix) {
            return "ISO-8859-" + name.dropFirst(prefix.count)
        }
        return name
    }

    private static func isKnown(_ name: String) -> Bool {
        let conversion = iconv_open("UTF-8", name)
        guard conversion != iconv_t(bitPattern: -1) else { return false }
        iconv_close(conversion)
        return true
    }
}
