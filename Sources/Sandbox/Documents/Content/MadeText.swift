/// The text of a made-up document, of any length. What is made once is one block of rows; longer documents repeat it.
struct MadeText: Sendable {
    /// How many rows a block has.
    static let blockRows = 4096

    /// How many rows there are.
    let rows: Int
    private let maker: RowMaker

    /// - Parameter shape: With charset and format.
    init(_ shape: DocumentShape, type: String, seed: Fingerprint) {
        let maker = RowMaker(shape, type: type, seed: seed)
        self.maker = maker
        switch shape.size {
        case .rows(let rows): self.rows = max(0, rows)
        case .bytes(let bytes): rows = Self.rows(reaching: bytes, maker)
        }
    }

    /// The text in its own charset, or in another one that has all of its characters.
    func bytes(in charset: DocumentShape.Charset? = nil) -> RepeatedBytes {
        let charset = charset ?? maker.charset
        var bytes = RepeatedBytes(charset.bytes(of: maker.head))
        // The last block has a row at least, behind which no separator stands.
        let whole = rows > 0 ? (rows - 1) / Self.blockRows : 0
        let rest = rows - whole * Self.blockRows
        let separator = Array(maker.separator.utf8)
        var block: [UInt8] = []
        var tail: [UInt8] = []
        for row in 0..<(whole > 0 ? Self.blockRows : rest) {
            if row == rest { tail = block }
            block += charset.bytes(of: maker.row(row)) + separator
        }
        if whole == 0 || rest == Self.blockRows { tail = block }
        if rest > 0 { tail = tail.dropLast(separator.count) + [UInt8(ascii: "\n")] }
        bytes.append(block, times: whole)
        bytes.append(tail + charset.bytes(of: maker.foot))
        return bytes
    }

    private static func rows(reaching bytes: Int, _ maker: RowMaker) -> Int {
        func length(_ text: String) -> Int { maker.charset.bytes(of: text).count }
        var rest = bytes - length(maker.head) - length(maker.foot)
        guard rest > 0 else { return 0 }
        let separator = length(maker.separator)
        var lengths: [Int] = []
        var sum = 0
        while lengths.count < blockRows, sum < rest {
            let next = length(maker.row(lengths.count)) + separator
            lengths.append(next)
            sum += next
        }
        var rows = 0
        if lengths.count == blockRows {
            rows = rest / sum * blockRows
            rest %= sum
        }
        for length in lengths where rest > 0 {
            rest -= length
            rows += 1
        }
        return rows
    }
}
