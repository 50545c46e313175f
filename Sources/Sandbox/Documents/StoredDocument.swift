/// A document that Amazon has made and keeps.
struct StoredDocument: Sendable {
    /// What it holds.
    enum Content: Sendable {
        /// Made-up rows, which are written when they are asked for. The shape has charset and format.
        case made(DocumentShape, type: String)
        /// These bytes, in UTF-8.
        case written([UInt8])
    }

    let id: String
    /// Whose it is: the seller's place in the world.
    let seller: Int
    let content: Content
    /// The Content-Type with the charset.
    let contentType: String
    let compression: DocumentShape.Compression
    /// Whether the storage always tells of the compression in Content-Encoding, and nothing else does.
    var namesEncoding = false
    /// Whether it holds personal data, so that a restricted data token is due.
    var isRestricted = false

    /// The report type or the like; `nil` for written ones.
    var type: String? {
        if case .made(_, let type) = content { type } else { nil }
    }

    /// How many rows there are; `nil` for written ones.
    var rows: Int? { made?.rows }

    /// The text in UTF-8.
    var text: RepeatedBytes { bytes(in: .utf8) }

    /// The text in its own charset.
    var raw: RepeatedBytes { bytes(in: nil) }

    /// What the storage holds.
    var stored: RepeatedBytes { compression == .gzip ? Gzip.compressed(raw) : raw }

    /// Tells this content from that of any other document.
    var tag: String { "\"\(Fingerprint(id.utf8).text)\"" }

    private var made: MadeText? {
        guard case .made(let shape, let type) = content else { return nil }
        return MadeText(shape, type: type, seed: Fingerprint(id.utf8))
    }

    private func bytes(in charset: DocumentShape.Charset?) -> RepeatedBytes {
        if case .written(let bytes) = content { return RepeatedBytes(bytes) }
        return made?.bytes(in: charset) ?? RepeatedBytes()
    }
}

extension StoredDocument {
    /// A document of made-up rows.
    ///
    /// - Parameter shape: With charset and format.
    init(
        _ id: String, seller: Int, _ shape: DocumentShape, type: String, namesEncoding: Bool = false,
        isRestricted: Bool = false
    ) {
        let kind =
            switch shape.format ?? .tab {
            case .tab: "text/plain"
            case .csv: "text/csv"
            case .json: "application/json"
            case .jsonLines: "application/jsonl"
            case .xml: "text/xml"
            }
        self.init(
            id: id, seller: seller, content: .made(shape, type: type),
            contentType: "\(kind); charset=\((shape.charset ?? .utf8).rawValue)", compression: shape.compression,
            namesEncoding: namesEncoding, isRestricted: isRestricted)
    }
}
