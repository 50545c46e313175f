#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How a file or folder looks.
struct FileFacts: Sendable, Equatable {
    /// The permissions.
    var mode: UInt16
    var isFolder = false
    /// The size in bytes.
    var size: Int64 = 0
    /// Whether this user may read it.
    var isReadable = true
    /// Whether this user may write it.
    var isWritable = true
    /// Whether this user may run it; for a folder, enter it.
    var isExecutable = true

    init(
        mode: UInt16, isFolder: Bool = false, size: Int64 = 0, isReadable: Bool = true, isWritable: Bool = true,
        isExecutable: Bool = true
    ) {
        self.mode = mode
        self.isFolder = isFolder
        self.size = size
        self.isReadable = isReadable
        self.isWritable = isWritable
        self.isExecutable = isExecutable
    }

    /// Looks at a path, links followed; `nil` when nothing is there. Blocks.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(
            mode: UInt16(status.st_mode & 0o777), isFolder: status.st_mode & S_IFMT == S_IFDIR,
            size: Int64(status.st_size), isReadable: access(path, R_OK) == 0, isWritable: access(path, W_OK) == 0,
            isExecutable: access(path, X_OK) == 0)
    }

    /// Whether every user of the machine may read it.
    var isReadableByOthers: Bool { mode & 0o004 != 0 }
    /// Whether every user of the machine may write it.
    var isWritableByOthers: Bool { mode & 0o002 != 0 }
    /// Whether every user of the machine may run or enter it.
    var isOpenToOthers: Bool { mode & 0o001 != 0 }

    /// The permissions in octal, such as `0644`.
    var modeText: String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
