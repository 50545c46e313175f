/// Makes the output's bytes of a document's: inflated, in UTF-8, converted. Takes chunks and gives out pieces.
struct DocumentRefinery {
    private var unpacker = Unpacker()
    private var text: TextReader
    private var table: TableConverter?
    private let contentType: String?
    private var hasEnded = false
    private var isFlushed = false
    /// What is wrong with the text, unless the download is damaged: a compressed document's checksum, at its end, tells.
    private var suspicion: DocumentFault?

    /// - Parameter contentType: The type that the storage names.
    /// - Throws: `DocumentFault` for a form that this document cannot have.
    init(_ form: DocumentForm, contentType: String?) throws(DocumentFault) {
        text = try TextReader(form, contentType: contentType)
        if !form.keepsBytes, let conversion = form.conversion {
            table = try TableConverter(conversion, delimiter: form.delimiter, contentType: contentType)
        }
        self.contentType = contentType
    }

    /// Takes a chunk. Everything before it must have been asked for with ``next()``.
    mutating func take(_ chunk: [UInt8]) { unpacker.take(chunk) }

    /// Says that no more chunks come. ``next()`` then gives what was kept back.
    mutating func end() {
        unpacker.end()
        hasEnded = true
    }

    /// The next piece, which may be empty; `nil` when another chunk is needed, or everything was handed out.
    ///
    /// - Throws: `DocumentFault`.
    mutating func next() throws(DocumentFault) -> [UInt8]? {
        if suspicion == nil {
            do throws(DocumentFault) {
                return try refined()
            } catch  where unpacker.isCompressed && error.kind != .corrupt {
                suspicion = error
            }
        }
        // Whoever asked for it again because of its text would be told of the wrong thing, and fetch no other copy.
        if try unpacker.next() != nil { return [] }
        if hasEnded, let suspicion { throw suspicion }
        return nil
    }

    private mutating func refined() throws(DocumentFault) -> [UInt8]? {
        while true {
            if let piece = try table?.next() { return piece }
            let passed: [UInt8]
            if let piece = try unpacker.next() {
                passed = try text.take(piece)
            } else {
                guard hasEnded, !isFlushed else { return nil }
                isFlushed = true
                passed = try text.take([], isLast: true)
            }
            guard table != nil else { return passed }
            try table?.take(passed)
            if isFlushed { table?.end() }
        }
    }

    /// What the document came to, its bytes in the storage left out.
    var figures: DocumentFigures {
        var figures = DocumentFigures()
        figures.bytesInflated = unpacker.made
        figures.contentType = contentType
        figures.declaredCharset = text.declared
        figures.charset = text.charset?.name
        figures.wasCompressed = unpacker.isCompressed
        figures.replacements = text.replacements
        figures.records = table?.records
        figures.shortRecords = table?.shortRecords ?? 0
        figures.longRecords = table?.longRecords ?? 0
        return figures
    }
}
