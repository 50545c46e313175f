/// What tells one version of a file from the next.
package struct FileSnapshot: Sendable, Hashable {
    /// The time of the last change, in nanoseconds since 1970.
    package var modified: Int64
    /// The size in bytes.
    package var size: Int64
    /// The file's number in its file system; it changes when a file is replaced by another of the same name.
    package var inode: UInt64
    /// The time of the last change to content, owner or permissions, in nanoseconds since 1970: a cured permission counts.
    package var changed: Int64

    /// Creates a snapshot.
    package init(modified: Int64, size: Int64, inode: UInt64, changed: Int64 = 0) {
        self.changed = changed
        self.modified = modified
        self.size = size
        self.inode = inode
    }
}

/// Notices which of the files behind secret references changed.
///
/// It looks at nothing itself: whoever polls hands in what the files look like now.
package struct SecretWatch: Sendable {
    private var last: [String: FileSnapshot?] = [:]

    /// Creates a watch that knows no file yet.
    package init() {}

    /// Takes in how the watched files look now.
    ///
    /// - Parameter current: A snapshot for each watched path; `nil` for a file that is not there. Paths left out are
    ///   forgotten.
    /// - Returns: The paths that look different from the last time. A path seen for the first time has not changed.
    package mutating func changes(in current: [String: FileSnapshot?]) -> Set<String> {
        defer { last = current }
        return Set(
            current.compactMap { path, snapshot in
                guard let before = last[path] else { return nil }
                return before == snapshot ? nil : path
            })
    }
}
