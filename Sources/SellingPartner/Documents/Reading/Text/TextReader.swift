/// Makes UTF-8 of a document's text, without a byte order mark.
struct TextReader {
    private enum Reading {
        /// Nothing has come.
        case beginning
        case bytes
        case utf8(UTF8Reader)
        case converted(CharsetConverter)
    }

    /// The charset that the storage declared, in its spelling.
    let declared: String?
    /// The charset that the text is read in, once that is known.
    private(set) var charset: Charset?

    private let replaces: Bool
    /// Where the charset was learned, for people.
    private let origin: String
    private var reading = Reading.beginning

    /// - Throws: `DocumentFault` when the charset is unknown.
    init(_ form: DocumentForm, contentType: String?) throws(DocumentFault) {
        declared = Charset.declared(in: contentType)
        replaces = form.onMalformed == .replace
        if form.keepsBytes {
            reading = .bytes
            origin = ""
            return
        }
        let wanted = form.charset ?? declared
        origin =
            form.charset != nil
            ? "which was asked for" : declared != nil ? "which it declares" : "which counts as it declares no charset"
        guard let wanted else { return }
        guard let found = Charset(named: wanted) else {
            let told = form.charset != nil ? "that was asked for" : "that the document declares"
            throw DocumentFault(
                .unknownCharset,
                "The charset '\(BoundedText.line(wanted, limit: 40))' \(told) is not known on this machine. Set the option "
                    + "'charset' to another name of it, or install more of iconv's charsets (on Debian "
                    + "libc-gconv-modules-extra, on Fedora glibc-gconv-extra).")
        }
        charset = found
    }

    /// How many malformed places were replaced.
    var replacements: Int {
        switch reading {
        case .beginning, .bytes: 0
        case .utf8(let reader): reader.replacements
        case .converted(let converter): converter.replacements
        }
    }

    /// Takes a piece. Returns what can be passed on. The first one must hold the whole byte order mark.
    ///
    /// - Throws: `DocumentFault` for a byte that is no text.
    mutating func take(_ piece: [UInt8], isLast: Bool = false) throws(DocumentFault) -> [UInt8] {
        guard case .beginning = reading else { return try pass(piece, isLast) }
        let mark = try begin(with: piece)
        return try pass(mark > 0 ? Array(piece[mark...]) : piece, isLast)
    }

    private mutating func pass(_ text: [UInt8], _ isLast: Bool) throws(DocumentFault) -> [UInt8] {
        do throws(MalformedByte) {
            switch reading {
            case .beginning, .bytes: return text
            case .converted(let converter): return try converter.take(text, isLast: isLast)
            case .utf8(var reader):
                defer { reading = .utf8(reader) }
                return try reader.take(text, isLast: isLast)
            }
        } catch {
            throw DocumentFault(
                .malformedText(offset: error.offset),
                "The byte at offset \(error.offset) of the document is no text in \(charset?.name ?? ""), \(origin). Set the "
                    + "option 'charset' to the document's charset, such as windows-1252 or Shift_JIS, or 'malformed' to "
                    + "'replace'.")
        }
    }

    /// Settles the charset. Returns the length of the byte order mark.
    private mutating func begin(with piece: [UInt8]) throws(DocumentFault) -> Int {
        let settled: (charset: Charset, mark: Int)
        if let charset {
            settled = charset.settled(by: piece)
        } else if let marked = Charset.marked(piece) {
            settled = (marked.charset, marked.length)
        } else {
            settled = (.utf8, 0)
        }
        charset = settled.charset
        if settled.charset == .utf8 {
            reading = .utf8(UTF8Reader(replaces: replaces, offset: settled.mark))
        } else if let converter = CharsetConverter(settled.charset, replaces: replaces, offset: settled.mark) {
            reading = .converted(converter)
        } else {
            throw DocumentFault(
                .unknownCharset,
                "The charset \(settled.charset.name) is not known on this machine. Install more of iconv's.")
        }
        return settled.mark
    }
}
