/// Bytes of any number in little memory: a few pieces, each of which may come many times in a row.
struct RepeatedBytes: Sendable {
    private struct Run {
        let piece: [UInt8]
        let start: Int
        let end: Int
    }

    private var runs: [Run] = []
    /// How many bytes there are.
    private(set) var count = 0

    init() {}

    init(_ bytes: [UInt8]) { append(bytes) }

    mutating func append(_ piece: [UInt8], times: Int = 1) {
        guard !piece.isEmpty, times > 0 else { return }
        let end = count + piece.count * times
        runs.append(Run(piece: piece, start: count, end: end))
        count = end
    }

    /// Bytes from `place` on: some, at most `limit`, and none only at the end.
    func bytes(from place: Int, limit: Int) -> ArraySlice<UInt8> {
        guard let run = runs.first(where: { $0.start <= place && place < $0.end }) else { return [] }
        let start = (place - run.start) % run.piece.count
        return run.piece[start..<min(start + limit, run.piece.count)]
    }

    /// Shows each piece with how often it comes, in order.
    func forEachPiece(_ body: (_ piece: [UInt8], _ times: Int) -> Void) {
        for run in runs { body(run.piece, (run.end - run.start) / run.piece.count) }
    }

    /// The SHA-256 in hexadecimal. Others get a turn in between: it takes seconds for gigabytes.
    func sha256() async -> String {
        var hash = SHA256()
        for run in runs {
            for _ in 0..<(run.end - run.start) / run.piece.count {
                hash.add(run.piece)
                await Task.yield()
            }
        }
        return hash.hex()
    }
}
