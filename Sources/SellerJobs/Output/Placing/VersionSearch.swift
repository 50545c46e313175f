/// Finds the first free number for an output whose name is taken, with few questions: version 1 has the name itself, version 2
/// is `name.2.ext`. Numbers that became free between others may be found or not.
struct VersionSearch: Sendable, Hashable {
    /// The number to ask about next; when the search is over, the one to take.
    private(set) var number = 1
    /// Whether the number is free as far as the answers tell.
    private(set) var isOver = false
    /// The highest number that is known to be taken; 0 when none is.
    private(set) var taken = 0
    private var free: Int?

    /// Says whether somebody has the number.
    mutating func answer(isTaken: Bool) {
        if isTaken { taken = number } else { free = number }
        guard let free else {
            number *= 2
            return
        }
        number = taken + (free - taken) / 2
        if free - taken == 1 {
            number = free
            isOver = true
        }
    }

    /// Somebody was quicker and has the number that was found.
    mutating func lost() {
        taken = number
        number += 1
    }

    /// The path with a number before the name's last extension: `a/b.json` becomes `a/b.2.json`.
    static func path(_ path: String, _ number: Int) -> String {
        guard number > 1 else { return path }
        let (stem, ending) = parts(path)
        return "\(stem).\(number)\(ending)"
    }

    /// The number in a name that is a version of another one; `nil` for other names.
    static func number(of name: String, from base: String) -> Int? {
        if name == base { return 1 }
        let (stem, ending) = parts(base)
        guard name.hasPrefix(stem + "."), name.hasSuffix(ending), name.count > stem.count + 1 + ending.count,
            let number = Int(name.dropFirst(stem.count + 1).dropLast(ending.count)), number > 1,
            path(base, number) == name
        else { return nil }
        return number
    }

    private static func parts(_ path: String) -> (stem: Substring, ending: Substring) {
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[name...].lastIndex(of: "."), dot > name else { return (path[...], "") }
        return (path[..<dot], path[dot...])
    }
}
