import Crypto
import JobModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A folder that is being read, entry by entry. All work goes through its descriptor, and nothing below it is reached by way
/// of a symbolic link: whoever swaps a folder for a link meanwhile leads nobody anywhere.
final class OpenFolder {
    /// What an entry is.
    enum Kind: Equatable {
        case folder
        /// A regular file, when it was last written, in microseconds since 1970, and its size.
        case file(writtenAt: Int64, bytes: Int)
        /// A link, a socket and the like.
        case other
        case missing
        /// This cannot be told.
        case unknown
    }

    /// Its name in the folder above; empty for the outermost one.
    let name: String
    /// Whether something in it was removed.
    var hasLostEntries = false
    private let stream: OpaquePointer

    /// Opens the outermost folder, which may itself be named by a link. `nil` when it is not there.
    convenience init?(path: String) {
        self.init(descriptor: open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), name: "")
    }

    /// Opens a folder in another one; `nil` when it is gone, or is none.
    convenience init?(_ name: String, in parent: OpenFolder) {
        self.init(
            descriptor: openat(parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW), name: name)
    }

    private init?(descriptor: Int32, name: String) {
        guard descriptor >= 0 else { return nil }
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            return nil
        }
        self.stream = stream
        self.name = name
    }

    deinit {
        closedir(stream)
    }

    private var descriptor: Int32 { dirfd(stream) }

    /// The next entry's name; `nil` at the end.
    func next() -> String? {
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { return name }
        }
        return nil
    }

    /// What the entry is now.
    func kind(of name: String) -> Kind {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            return errno == ENOENT ? .missing : .unknown
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG:
            return .file(writtenAt: Duration(status.st_mtim).microseconds, bytes: Int(status.st_size))
        default: return .other
        }
    }

    /// The SHA-256 of a file in hexadecimal; `nil` when it cannot be read.
    func checksum(of name: String) -> String? {
        let file = openat(descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(file, &buffer, buffer.count)
            if count == 0 { return OutputFile.hexadecimal(hash.finalize()) }
            if count > 0 { hash.update(data: buffer[..<count]) } else if errno != EINTR { return nil }
        }
    }

    /// Removes a file. False when that cannot be done.
    func removeFile(_ name: String) -> Bool { unlinkat(descriptor, name, 0) == 0 }

    /// Removes a folder if it is empty. False when it is not, or that cannot be done.
    func removeFolder(_ name: String) -> Bool { unlinkat(descriptor, name, AT_REMOVEDIR) == 0 }
}
