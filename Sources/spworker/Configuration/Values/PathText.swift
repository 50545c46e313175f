/// Paths as people write them.
enum PathText {
    /// `path` as an absolute path: relative ones start from `base`, and `~/` from `home`.
    static func joined(_ base: String, _ path: String, home: String?) -> String {
        if path.hasPrefix("/") { return path }
        if let home, path.hasPrefix("~/") { return home + path.dropFirst() }
        var path = path[...]
        while path.hasPrefix("./") { path = path.dropFirst(2) }
        if path.isEmpty || path == "." { return base }
        return base.hasSuffix("/") ? base + path : "\(base)/\(path)"
    }

    /// The folder that holds the file at `path`.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
