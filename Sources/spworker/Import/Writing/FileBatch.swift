import Overview

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Files that are written all together or not at all.
///
/// Each is written beside its place under another name and brought to the disk; only when all are there do they get
/// their names, the one that replaces another last. When something fails, what has got its name already is taken away
/// again. A file that somebody else made meanwhile is never overwritten. Blocks.
struct FileBatch {
    /// A file to write.
    struct File {
        /// Its path.
        let path: String
        let content: [UInt8]
        /// Its permissions. One that replaces another takes those over instead.
        var mode: mode_t = 0o600
        /// What the file must hold for it to be replaced; `nil` for a file that must not be there.
        var replaced: [UInt8]?
    }

    /// Folders to make where they are missing, outer ones first.
    var folders: [(path: String, mode: mode_t)] = []
    var files: [File] = []

    /// Writes the files.
    ///
    /// - Throws: `Failure` that says what stood in the way. Nothing is left behind then.
    func write() throws(Failure) {
        var traces = Traces()
        do throws(Failure) {
            for folder in folders { try make(folder.path, folder.mode, &traces) }
            var staged: [(file: File, draft: String)] = []
            for file in files {
                let draft = try Draft.write(file)
                traces.drafts.append(draft)
                staged.append((file, draft))
            }
            // A file that is replaced cannot be brought back, so nothing may fail after it.
            for (file, draft) in staged where file.replaced == nil { try publish(file, draft, &traces) }
            for (file, draft) in staged where file.replaced != nil { try replace(file, draft) }
        } catch {
            traces.remove()
            throw error
        }
        for folder in Set(files.map { PathText.folder(of: $0.path) }) { Draft.sync(folder: folder) }
    }

    /// What would have to go again.
    private struct Traces {
        var folders: [String] = []
        var drafts: [String] = []
        var published: [String] = []

        func remove() {
            for path in drafts + published { unlink(path) }
            for path in folders.reversed() { rmdir(path) }
        }
    }

    private func make(_ path: String, _ mode: mode_t, _ traces: inout Traces) throws(Failure) {
        var status = stat()
        if stat(path, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR { return }
            throw Failure(.usage, "error: \(path.plain) is a file, and a folder is due there. Nothing was written.")
        }
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw Draft.failure(path, "made") }
        traces.folders.append(path)
    }

    private func publish(_ file: File, _ draft: String, _ traces: inout Traces) throws(Failure) {
        // Unlike a renaming, a link does not take another file's place.
        if link(draft, file.path) == 0 {
            traces.published.append(file.path)
            unlink(draft)
            return
        }
        guard errno != EEXIST else {
            throw Failure(
                .usage, "error: \(file.path.plain) is there already. Move it away, then try again. Nothing was written."
            )
        }
        // Some file systems have no links.
        var status = stat()
        guard lstat(file.path, &status) != 0, errno == ENOENT, rename(draft, file.path) == 0 else {
            throw Draft.failure(file.path, "made")
        }
        traces.published.append(file.path)
    }

    private func replace(_ file: File, _ draft: String) throws(Failure) {
        guard let present = Draft.content(of: file.path, limit: (file.replaced?.count ?? 0) + 1),
            present == file.replaced
        else {
            throw Failure(
                .usage, "error: \(file.path.plain) changed meanwhile. Try again. Nothing was written.")
        }
        var status = stat()
        if stat(file.path, &status) == 0 {
            // Best effort: only root may give a file away.
            _ = chown(draft, status.st_uid, status.st_gid)
            guard chmod(draft, status.st_mode & 0o7777) == 0 else { throw Draft.failure(file.path, "replaced") }
        }
        guard rename(draft, file.path) == 0 else { throw Draft.failure(file.path, "replaced") }
    }
}
