/// Makes JSON lines or CSV of a table, piece by piece.
struct TableConverter {
    /// A longer record is taken for a quote that was never closed.
    static let longestRecord = 1 << 22
    /// Pieces are about so large.
    private static let pieceSize = 1 << 18

    /// Records so far, without the header.
    private(set) var records = 0
    /// Records with fewer values than the header.
    private(set) var shortRecords = 0
    /// Records with more.
    private(set) var longRecords = 0

    private let conversion: DocumentForm.Conversion
    private let wanted: DocumentForm.Delimiter?
    private var scanner: RecordScanner?
    private var header: TableHeader?
    private var text: [UInt8] = []
    /// How much of the text was converted.
    private var position = 0
    private var hasEnded = false
    /// Whether the next record is the header, which is no record to count.
    private var headerFollows = false

    /// - Throws: `DocumentFault` when the content type is not that of a table.
    init(
        _ conversion: DocumentForm.Conversion, delimiter: DocumentForm.Delimiter?, contentType: String?
    ) throws(DocumentFault) {
        self.conversion = conversion
        wanted = delimiter
        let type = contentType?.lowercased().prefix { $0 != ";" } ?? ""
        if let kind = ["json", "xml", "pdf", "html"].first(where: { type.contains($0) }) {
            throw Self.notATable(kind.uppercased(), conversion)
        }
    }

    /// Takes text. Everything before it must have been asked for with ``next()``.
    ///
    /// - Throws: `DocumentFault` when a record grows too long.
    mutating func take(_ more: [UInt8]) throws(DocumentFault) {
        if position < text.count {
            guard text.count - position <= Self.longestRecord else {
                throw malformed("is longer than \(Self.longestRecord >> 20) MiB")
            }
            text = Array(text[position...]) + more
        } else {
            text = more
        }
        position = 0
    }

    /// Says that no more text comes.
    mutating func end() { hasEnded = true }

    /// The next piece, or `nil` when more text is needed or everything was handed out.
    ///
    /// - Throws: `DocumentFault` for what cannot be converted.
    mutating func next() throws(DocumentFault) -> [UInt8]? {
        guard try begin() else { return nil }
        var capacity = Self.pieceSize + Self.pieceSize / 4
        while true {
            var needed: Int?
            var fault: DocumentFault?
            let piece = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                do throws(DocumentFault) {
                    needed = try fill(UnsafeMutableRawBufferPointer(buffer), &count)
                } catch {
                    fault = error
                }
            }
            if let fault { throw fault }
            if !piece.isEmpty { return piece }
            // A record for which an empty piece has too little room.
            guard let needed else { return nil }
            capacity = needed
        }
    }

    // MARK: Header

    /// Reads the header, once. Returns whether there is one.
    private mutating func begin() throws(DocumentFault) -> Bool {
        if header != nil { return true }
        guard try foundDelimiter(), var scanner else { return false }
        let (start, isLast) = (position, hasEnded)
        let end = text.withUnsafeBufferPointer { scanner.scan($0, from: start, isLast: isLast) }
        switch end {
        case .incomplete: return false
        case .malformed(let why): throw malformed(why)
        case .record(let next):
            header = TableHeader(
                scanner.fields.map { field in
                    let name = String(decoding: text[field.start..<field.end], as: UTF8.self)
                    return field.hasDoubledQuotes ? name.replacing("\"\"", with: "\"") : name
                })
            // CSV gets the header as a record like the others.
            if conversion == .csv { headerFollows = true } else { position = next }
            return true
        }
    }

    /// Finds out what stands between values. Returns whether that is known.
    private mutating func foundDelimiter() throws(DocumentFault) -> Bool {
        if scanner != nil { return true }
        while position < text.count, [RecordScanner.lineFeed, RecordScanner.carriageReturn].contains(text[position]) {
            position += 1
        }
        let rest = text[position...]
        guard let first = rest.first(where: { $0 != UInt8(ascii: " ") && $0 != Self.tab }) else { return false }
        if let kind = Self.otherFormats[first] { throw Self.notATable(kind, conversion) }
        guard let end = rest.firstIndex(of: RecordScanner.lineFeed) ?? (hasEnded ? rest.endIndex : nil) else {
            return false
        }
        let line = rest[..<end]
        let looksLikeCSV = line.first == RecordScanner.quote || line.contains(UInt8(ascii: ","))
        // A tab is hardly ever part of a name, and a comma may be.
        scanner = RecordScanner(wanted ?? (line.contains(Self.tab) || !looksLikeCSV ? .tab : .comma))
        return true
    }

    // MARK: Records

    /// Converts records until there is no room for another one. Returns how much room it needs when not even one fits.
    ///
    /// - Parameter count: How much of the output is filled.
    private mutating func fill(
        _ output: UnsafeMutableRawBufferPointer, _ count: inout Int
    ) throws(DocumentFault) -> Int? {
        guard var scanner, var header, let target = output.baseAddress else { return nil }
        defer {
            self.scanner = scanner
            self.header = header
        }
        // Held apart from `self`, which changes meanwhile.
        let text = text
        var position = position
        defer { self.position = position }
        var needed: Int?
        var flaw: String?
        text.withUnsafeBufferPointer { text in
            scanning: while position < text.count {
                switch scanner.scan(text, from: position, isLast: hasEnded) {
                case .incomplete: break scanning
                case .malformed(let why):
                    flaw = why
                    break scanning
                case .record(let next):
                    if !scanner.isBlank {
                        let width = width(of: scanner.fields, header)
                        header.widen(to: width)
                        let room = room(for: next - position, width, header)
                        guard room <= output.count - count else {
                            if count == 0 { needed = room }
                            break scanning
                        }
                        count += write(
                            scanner.fields, width, of: UnsafeRawBufferPointer(text), header, to: target + count)
                        tally(scanner.fields.count, width, header)
                    }
                    position = next
                }
            }
        }
        if let flaw { throw malformed(flaw) }
        return needed
    }

    /// How many values a record gets: those of the header, and more if it has more. Empty ones at its end are no values.
    private func width(of fields: [RecordScanner.Field], _ header: TableHeader) -> Int {
        var width = fields.count
        while width > header.width, fields[width - 1].count == 0 { width -= 1 }
        return max(width, header.width)
    }

    /// The most bytes that a record of so many bytes becomes.
    private func room(for bytes: Int, _ width: Int, _ header: TableHeader) -> Int {
        switch conversion {
        case .ndjson: header.bytes.count + 6 * bytes + 2 * width + 4
        case .csv: 2 * bytes + 3 * width + 1
        }
    }

    /// Writes a record. Returns its length.
    private func write(
        _ fields: [RecordScanner.Field], _ width: Int, of text: UnsafeRawBufferPointer, _ header: TableHeader,
        to target: UnsafeMutableRawPointer
    ) -> Int {
        func value(_ column: Int) -> (bytes: UnsafeRawBufferPointer, hasDoubledQuotes: Bool) {
            guard column < fields.count else { return (UnsafeRawBufferPointer(start: nil, count: 0), false) }
            let field = fields[column]
            return (UnsafeRawBufferPointer(rebasing: text[field.start..<field.end]), field.hasDoubledQuotes)
        }
        var made = 0
        switch conversion {
        case .ndjson:
            header.bytes.withUnsafeBytes { keys in
                var start = 0
                for column in 0..<width {
                    let end = header.ends[column]
                    ValueWriter.copy(UnsafeRawBufferPointer(rebasing: keys[start..<end]), to: target + made)
                    made += end - start
                    start = end
                    let (bytes, hasDoubledQuotes) = value(column)
                    made += ValueWriter.json(bytes, hasDoubledQuotes: hasDoubledQuotes, to: target + made)
                }
            }
            target.storeBytes(of: UInt8(ascii: "}"), toByteOffset: made, as: UInt8.self)
            made += 1
        case .csv:
            for column in 0..<width {
                if column > 0 {
                    target.storeBytes(of: UInt8(ascii: ","), toByteOffset: made, as: UInt8.self)
                    made += 1
                }
                let (bytes, hasDoubledQuotes) = value(column)
                made += ValueWriter.csv(
                    bytes, hasDoubledQuotes: hasDoubledQuotes, isAlone: width == 1, to: target + made)
            }
        }
        target.storeBytes(of: RecordScanner.lineFeed, toByteOffset: made, as: UInt8.self)
        return made + 1
    }

    private mutating func tally(_ count: Int, _ width: Int, _ header: TableHeader) {
        guard !headerFollows else {
            headerFollows = false
            return
        }
        records += 1
        if count < header.width { shortRecords += 1 }
        if width > header.width { longRecords += 1 }
    }

    // MARK: Faults

    private static let tab = UInt8(ascii: "\t")
    /// What a document of another format begins with.
    private static let otherFormats: [UInt8: String] = [
        UInt8(ascii: "{"): "JSON", UInt8(ascii: "["): "JSON", UInt8(ascii: "<"): "XML",
    ]

    private static func notATable(_ kind: String, _ conversion: DocumentForm.Conversion) -> DocumentFault {
        DocumentFault(
            .notATable,
            "The document is \(kind) and no table: it cannot be converted to \(conversion.rawValue). Leave the option "
                + "'convert' out.")
    }

    private func malformed(_ why: String) -> DocumentFault {
        let record = header == nil || headerFollows ? 1 : records + 2
        return DocumentFault(
            .malformedTable(record: record),
            "Record \(record) of the table \(why). Leave the option 'convert' out to keep the document as it is.")
    }
}
