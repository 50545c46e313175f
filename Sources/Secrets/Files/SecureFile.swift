#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a file that was checked before and after it was opened.
struct SecureFile {
    /// The most that a file may hold, in bytes. Secrets are small; a log file named by mistake is not.
    static let maximumSize = 1 << 20

    /// The content.
    let bytes: [UInt8]
    /// How the file looked when it was read.
    let snapshot: FileSnapshot
    /// Why the file should not be trusted; empty unless insecure files are allowed.
    let flaws: [SecretError]

    /// Reads the file at `path`. Blocks; not for the cooperative pool.
    ///
    /// The links in the path are resolved first, then the result is opened without following links, and it is the open
    /// file that is checked: a file exchanged in between cannot slip past.
    ///
    /// - Throws: `SecretError`: `notFound`, `denied`, `invalid`, or `unavailable` when reading failed.
    init(path: String, reference: String, allowsInsecure: Bool) throws(SecretError) {
        guard let resolved = realpath(path, nil) else { throw Self.failure(errno, path, reference) }
        defer { free(resolved) }
        // O_NONBLOCK keeps a named pipe from blocking the open; it means nothing for a regular file.
        let descriptor = open(resolved, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.failure(errno, path, reference) }
        defer { close(descriptor) }

        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(errno, path, reference) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SecretError(
                .invalid, reference: reference, message: "\(path) is not a regular file", cure: "name a file")
        }
        guard status.st_size <= Self.maximumSize else {
            throw SecretError(
                .invalid, reference: reference, message: "\(path) is larger than 1 MiB",
                cure: "name the file that holds the secret")
        }
        flaws = Self.flaws(status, path, reference)
        if let flaw = flaws.first, !allowsInsecure { throw flaw }

        bytes = try Self.read(descriptor, path, reference)
        snapshot = FileSnapshot(status)
        var after = stat()
        guard fstat(descriptor, &after) == 0, FileSnapshot(after) == snapshot, bytes.count == Int(snapshot.size) else {
            throw SecretError(
                .unavailable, reference: reference, message: "\(path) changed while it was read",
                cure: "try again; write secret files under another name and rename them")
        }
    }

    /// The content as text: UTF-8, with or without a byte order mark, lines ending in LF or CRLF.
    ///
    /// - Throws: `SecretError` with the code `invalid` for other encodings.
    func text(reference: String) throws(SecretError) -> String {
        let cure = "save it as UTF-8"
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.contains(0) {
            throw SecretError(.invalid, reference: reference, message: "the file is UTF-16 or binary", cure: cure)
        }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        var unix: [UInt8] = []
        unix.reserveCapacity(body.count)
        for index in body.indices {
            let isBreak = body[index] == 0x0D && index + 1 < body.endIndex && body[index + 1] == 0x0A
            if !isBreak { unix.append(body[index]) }
        }
        guard let text = String(validating: unix, as: UTF8.self) else {
            throw SecretError(.invalid, reference: reference, message: "the file is not valid UTF-8", cure: cure)
        }
        return text
    }

    private static func flaws(_ status: stat, _ path: String, _ reference: String) -> [SecretError] {
        var flaws: [SecretError] = []
        if status.st_uid != geteuid() && status.st_uid != 0 {
            flaws.append(
                SecretError(
                    .denied, reference: reference,
                    message: "\(path) belongs to user \(status.st_uid), not to this user (\(geteuid())) or root",
                    cure: "chown it, or pass --insecure-files"))
        }
        if status.st_mode & 0o077 != 0 {
            let mode = String(status.st_mode & 0o777, radix: 8)
            flaws.append(
                SecretError(
                    .denied, reference: reference,
                    message: "\(path) can be reached by other users (mode 0\(mode))",
                    cure: "chmod 600 it (defaultMode: 0400 for a Kubernetes secret), or pass --insecure-files"))
        }
        return flaws
    }

    private static func read(_ descriptor: Int32, _ path: String, _ reference: String) throws(SecretError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while bytes.count <= maximumSize {
            let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count > 0 { bytes += buffer[..<count] }
            if count < 0 && errno != EINTR { throw failure(errno, path, reference) }
        }
        return bytes
    }

    private static func failure(_ number: Int32, _ path: String, _ reference: String) -> SecretError {
        let reason = String(cString: strerror(number))
        switch number {
        case ENOENT, ENOTDIR:
            return SecretError(
                .notFound, reference: reference, message: "\(path) does not exist",
                cure: "create it, readable by this user alone")
        case EACCES, EPERM:
            return SecretError(
                .denied, reference: reference, message: "\(path) may not be read by this user",
                cure: "chown it to the user that runs the worker")
        case ELOOP, ENAMETOOLONG:
            return SecretError(
                .invalid, reference: reference, message: "\(path) leads nowhere (\(reason))", cure: "correct the path")
        default:
            return SecretError(
                .unavailable, reference: reference, message: "\(path) cannot be read (\(reason))",
                cure: "check the file system")
        }
    }
}

/// `read(2)` by a name that the methods here do not hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}

extension FileSnapshot {
    fileprivate init(_ status: stat) {
        #if canImport(Darwin)
            let (time, change) = (status.st_mtimespec, status.st_ctimespec)
        #else
            let (time, change) = (status.st_mtim, status.st_ctim)
        #endif
        self.init(
            modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec), size: Int64(status.st_size),
            inode: UInt64(status.st_ino), changed: Int64(change.tv_sec) * 1_000_000_000 + Int64(change.tv_nsec))
    }

    /// How the file at `path` looks now, links followed; `nil` when there is none. Blocks.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }
}
