#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file whose content a job sends: it stays where it is, and the worker reads it when its turn has come.
struct ContentFile: Sendable, Equatable {
    /// The whole path.
    let path: String
    /// Its size in bytes.
    let bytes: Int64

    /// Looks whether the file is there and can be read. Blocks.
    ///
    /// - Parameters:
    ///   - path: The path as it was given.
    ///   - folder: Where relative paths begin.
    /// - Throws: `Failure` that says why it cannot be used.
    init(_ path: String, in folder: String) throws {
        self.path = PathText.joined(folder, path, home: nil)
        // Without O_NONBLOCK opening a pipe waits for somebody who writes.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            throw Failure(
                .usage,
                isFolder
                    ? "error: \(path) is a folder, not a file."
                    : "error: \(path) is no file that the worker can read later. Say - and pass its content on standard input."
            )
        }
        bytes = Int64(status.st_size)
    }

    private static func failure(_ path: String) -> Failure {
        switch errno {
        case ENOENT: Failure(.usage, "error: there is no file \(path).")
        case EACCES: Failure(.usage, "error: \(path) may not be read by this user.")
        default: Failure(.usage, "error: \(path) cannot be read: \(String(cString: strerror(errno))).")
        }
    }
}
