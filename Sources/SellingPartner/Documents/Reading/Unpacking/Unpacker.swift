/// Makes a document's own bytes of those that the storage keeps: inflated if they begin as gzip does, the same otherwise.
/// Hands them out in pieces of one size, however small or large the chunks are in which they come.
///
/// It is never inflated twice: what lies inside a gzip file is the document.
struct Unpacker {
    /// The size of a piece.
    static let pieceSize = 1 << 18

    private enum State {
        /// Too little has come to tell.
        case beginning
        case plain
        case member
        /// After a member: another one, padding, or the end.
        case betweenMembers
        case padding
    }

    /// Whether the document is compressed, as far as can be told.
    var isCompressed: Bool { gzip != nil }
    /// Bytes that came out so far.
    private(set) var made = 0

    private let size: Int
    private var state = State.beginning
    private var gzip: GzipStream?
    private var input: [UInt8] = []
    /// How much of the input was taken.
    private var position = 0
    private var piece: [UInt8] = []
    /// How much of the piece is filled.
    private var filled = 0
    private var hasEnded = false
    /// Whether zlib may hold bytes for which there was no room.
    private var mayHoldMore = false

    init(pieceSize: Int = Unpacker.pieceSize) { size = pieceSize }

    /// Takes a chunk. Everything before it must have been asked for with ``next()``.
    mutating func take(_ chunk: [UInt8]) {
        if position < input.count {
            input = Array(input[position...]) + chunk
        } else {
            input = chunk
        }
        position = 0
    }

    /// Says that no more chunks come. ``next()`` then gives the last piece.
    mutating func end() { hasEnded = true }

    /// The next piece, or `nil` when another chunk is needed or everything was handed out.
    ///
    /// - Throws: `DocumentFault` of the kind `corrupt`.
    mutating func next() throws(DocumentFault) -> [UInt8]? {
        while try advance() {}
        guard filled == size || (hasEnded && filled > 0) else {
            if hasEnded { try checkEnd() }
            return nil
        }
        if filled < size { try checkEnd() }
        if filled < piece.count { piece.removeLast(piece.count - filled) }
        made += filled
        filled = 0
        defer { piece = [] }
        return piece
    }

    /// Does one step. Returns whether another one can follow.
    private mutating func advance() throws(DocumentFault) -> Bool {
        guard filled < size else { return false }
        switch state {
        case .beginning:
            guard input.count - position >= 2 || hasEnded else { return false }
            if input.count - position >= 2, input[position] == 0x1F, input[position + 1] == 0x8B {
                gzip = try GzipStream()
                state = .member
            } else {
                state = .plain
            }
            return true
        case .plain:
            guard position < input.count else { return false }
            copy()
            return true
        case .member:
            guard position < input.count || mayHoldMore else { return false }
            try inflate()
            return true
        case .betweenMembers:
            guard position < input.count else { return false }
            if input[position] == 0x1F {
                gzip?.beginMember()
                state = .member
            } else {
                state = .padding
            }
            return true
        case .padding:
            guard position < input.count else { return false }
            // Tapes and some programs fill up blocks with zeros.
            guard input[position...].allSatisfy({ $0 == 0 }) else {
                throw Self.corrupt("something else follows after its end")
            }
            position = input.count
            return false
        }
    }

    private mutating func makeRoom() {
        if piece.isEmpty { piece = [UInt8](repeating: 0, count: size) }
    }

    private mutating func copy() {
        makeRoom()
        let count = min(input.count - position, size - filled)
        let (position, filled) = (position, filled)
        input.withUnsafeBytes { input in
            piece.withUnsafeMutableBytes { piece in
                UnsafeMutableRawBufferPointer(rebasing: piece[filled..<(filled + count)])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: input[position..<(position + count)]))
            }
        }
        self.position += count
        self.filled += count
    }

    private mutating func inflate() throws(DocumentFault) {
        guard let gzip else { return }
        makeRoom()
        let (position, filled) = (position, filled)
        let (taken, made, end) = input.withUnsafeBytes { input in
            piece.withUnsafeMutableBytes { piece in
                gzip.step(
                    UnsafeRawBufferPointer(rebasing: input[position...]),
                    into: UnsafeMutableRawBufferPointer(rebasing: piece[filled...]))
            }
        }
        self.position += taken
        self.filled += made
        // Without room left there may be more of it; with room left everything is out.
        mayHoldMore = self.filled == size
        switch end {
        case .running: break
        case .memberEnded:
            mayHoldMore = false
            state = .betweenMembers
        case .corrupt(let why): throw Self.corrupt(why)
        }
    }

    private func checkEnd() throws(DocumentFault) {
        if case .member = state { throw Self.corrupt("it ends too early") }
    }

    private static func corrupt(_ why: String) -> DocumentFault {
        DocumentFault(.corrupt, "The document's gzip compression is corrupt: \(why). Fetch it again.")
    }
}
