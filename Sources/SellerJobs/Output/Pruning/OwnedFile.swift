import JobModel
import JobStore

/// A file in the output directory that a row says a job has written.
///
/// It is found by its own path alone, folder by folder, and by no symbolic link.
struct OwnedFile {
    /// What became of it.
    enum End: Sendable, Hashable {
        /// It is deleted, and so are the folders that it leaves empty.
        case deleted(folders: Int)
        /// It was gone already.
        case gone
        /// Something else is there now, which stays.
        case changed
        /// The same was written there anew, too short a time ago.
        case renewed
        /// It cannot be deleted, or looked at, now.
        case failed
    }

    private let row: OutputRow
    /// The folders on the way, then the file.
    private let names: [String]

    /// Finds the way to the file; `nil` when the row's location is not in the directory.
    init?(_ row: OutputRow, in directory: String) {
        let root = OutputFolder.location(of: "", in: directory)
        guard row.location.hasPrefix(root) else { return nil }
        names = row.location.dropFirst(root.count).split(separator: "/", omittingEmptySubsequences: false)
            .map(String.init)
        guard !names.contains(where: { ["", ".", ".."].contains($0) || $0.contains("\0") }) else { return nil }
        self.row = row
    }

    /// Deletes the file if it still is what was written, and then the folders that are empty without it, but not the
    /// directory. Blocks.
    ///
    /// - Parameters:
    ///   - directory: The output directory.
    ///   - oldest: What was written at this instant or later stays.
    func delete(from directory: OpenFolder, writtenBefore oldest: Timestamp) -> End {
        var trail = [directory]
        var parent = directory
        for name in names.dropLast() {
            guard let inner = OpenFolder(name, in: parent) else {
                switch parent.kind(of: name) {
                case .missing: return .gone
                case .folder, .unknown: return .failed
                case .file, .other: return .changed
                }
            }
            trail.append(inner)
            parent = inner
        }
        guard let name = names.last else { return .changed }
        let kind = parent.kind(of: name)
        switch kind {
        case .missing: return .gone
        case .unknown: return .failed
        case .folder, .other: return .changed
        case .file(let writtenAt, let bytes):
            guard bytes == row.bytes else { return .changed }
            if writtenAt != row.modifiedAt?.microseconds {
                // Another job may have brought the same again, and not told yet.
                if isRenewed(writtenAt, since: oldest) { return .renewed }
                // It was copied or touched, or the row does not know.
                guard let sha256 = parent.checksum(of: name) else { return .failed }
                guard sha256 == row.sha256, parent.kind(of: name) == kind else { return .changed }
            }
        }
        guard parent.removeFile(name) else { return .failed }
        return .deleted(folders: Self.removeEmpty(trail))
    }

    /// Whether the file was written anew, at the instant or later. How much later than by the row its own file system
    /// tells: that one's clock need not be ours.
    private func isRenewed(_ writtenAt: Int64, since oldest: Timestamp) -> Bool {
        guard let first = row.modifiedAt?.microseconds, writtenAt > first else { return false }
        return row.writtenAt + .microseconds(writtenAt - first) >= oldest
    }

    private static func removeEmpty(_ trail: [OpenFolder]) -> Int {
        var count = 0
        for (folder, parent) in zip(trail.dropFirst(), trail).reversed() {
            guard parent.removeFolder(folder.name) else { break }
            count += 1
        }
        return count
    }
}
