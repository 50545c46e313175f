#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file of jobs, which can be read from its beginning more than once.
///
/// What cannot be read twice, as a pipe, is copied into a temporary file first; that one has no name any more once it is
/// open, so that nothing is left of it whatever happens.
final class JobSource: Sendable {
    /// What the file is called in messages.
    let name: String
    private let descriptor: Int32
    private let isSeekable: Bool
    private let start: Int64
    private let stamp: Stamp

    /// What changes when somebody writes to a file.
    private struct Stamp: Equatable {
        let size: Int64
        /// The time of the last change, only good for comparing.
        let modified: [UInt8]

        init(_ status: stat) {
            #if canImport(Darwin)
                let time = status.st_mtimespec
            #else
                let time = status.st_mtim
            #endif
            size = Int64(status.st_size)
            modified = withUnsafeBytes(of: time) { Array($0) }
        }
    }

    /// Opens a file. Blocks, for as long as somebody writes into a pipe.
    ///
    /// - Parameters:
    ///   - path: The file, or `-` for standard input.
    ///   - isReadTwice: Whether a pipe must be copied.
    ///   - temporaryFolder: Where to.
    /// - Throws: `Failure` that says why it cannot be read.
    init(_ path: String, isReadTwice: Bool, temporaryFolder: String) throws {
        name = path == "-" ? "standard input" : path
        let opened = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw Self.failure(name) }
        var status = stat()
        guard fstat(opened, &status) == 0 else {
            defer { close(opened) }
            throw Self.failure(name)
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            descriptor = opened
            isSeekable = true
            // Another program may have read the beginning of standard input.
            start = max(0, Int64(lseek(opened, 0, SEEK_CUR)))
            stamp = Stamp(status)
        case S_IFDIR:
            close(opened)
            throw Failure(.usage, "error: \(name) is a folder, not a file of jobs.")
        case _ where isReadTwice:
            defer { close(opened) }
            descriptor = try Spool.copy(opened, of: name, folder: temporaryFolder)
            isSeekable = true
            start = 0
            stamp = fstat(descriptor, &status) == 0 ? Stamp(status) : Stamp(stat())
        default:
            descriptor = opened
            isSeekable = false
            start = 0
            stamp = Stamp(status)
        }
    }

    deinit {
        close(descriptor)
    }

    /// The bytes from the beginning.
    var bytes: FileBytes { FileBytes(source: self, offset: start) }

    /// - Throws: `Failure` when somebody has written to the file since it was opened.
    func requireUnchanged() throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(name) }
        if Stamp(status) != stamp { throw changed }
    }

    /// Why nothing is enqueued when the second reading finds something else than the first.
    var changed: Failure {
        Failure(
            .usage,
            "error: \(name) changed while it was read, so nothing was enqueued. Try again when nobody writes to it any more."
        )
    }

    /// A portion of the bytes; none at the end. Blocks.
    func read(at offset: Int64) throws -> [UInt8] {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: FileBytes.portion) { buffer, length in
                count =
                    isSeekable
                    ? pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
                    : systemRead(descriptor, buffer.baseAddress, buffer.count)
                length = max(0, count)
            }
            if count >= 0 { return bytes }
            if errno != EINTR { throw Self.failure(name) }
        }
    }

    private static func failure(_ name: String) -> Failure {
        switch errno {
        case ENOENT: Failure(.usage, "error: there is no file \(name).")
        case EACCES: Failure(.usage, "error: \(name) may not be read by this user.")
        default: Failure(.usage, "error: \(name) cannot be read: \(String(cString: strerror(errno))).")
        }
    }
}

/// `read(2)` by a name that the methods here do not hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
