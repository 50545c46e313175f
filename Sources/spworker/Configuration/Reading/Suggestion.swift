/// Finds the name that somebody probably meant.
enum Suggestion {
    /// The candidate nearest to `text` by edits of one character, unless even that one is far off.
    static func nearest(to text: String, among candidates: [String]) -> String? {
        let wanted = Array(text.lowercased().utf8.prefix(64))
        let best = candidates.map { ($0, distance(wanted, Array($0.lowercased().utf8))) }.min { $0.1 < $1.1 }
        guard let (name, edits) = best, edits <= max(1, name.utf8.count / 3) else { return nil }
        return name
    }

    /// The fewest insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var older: [Int] = []
        var before = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                var edits = before[column] + (left[row] == right[column] ? 0 : 1)
                edits = min(edits, before[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    edits = min(edits, older[column - 1] + 1)
                }
                current.append(edits)
            }
            older = before
            before = current
        }
        return before[right.count]
    }
}
