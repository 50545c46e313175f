/// Where a setting's value comes from.
package enum SettingOrigin: Sendable, Hashable, CustomStringConvertible {
    /// A line of a file.
    case file(path: String, line: Int)
    /// An environment variable.
    case environment(String)
    /// A command line flag, with its dashes.
    case flag(String)

    package var description: String {
        switch self {
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let name): name
        case .flag(let name): name
        }
    }

    /// Files before variables before flags; within a file by line.
    func precedes(_ other: SettingOrigin) -> Bool {
        switch (self, other) {
        case (.file(let left, let leftLine), .file(let right, let rightLine)):
            left == right ? leftLine < rightLine : left < right
        case (.environment(let left), .environment(let right)), (.flag(let left), .flag(let right)): left < right
        default: rank < other.rank
        }
    }

    private var rank: Int {
        switch self {
        case .file: 0
        case .environment: 1
        case .flag: 2
        }
    }
}
