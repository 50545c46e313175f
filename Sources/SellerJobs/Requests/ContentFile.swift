import JobModel

import struct Foundation.Data
import class Foundation.FileHandle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file that a job names with the option `file`.
enum ContentFile {
    /// The first bytes of a regular file, `limit` and one more at most: whoever gets more than `limit` knows that it is too
    /// large. Blocks; not for the cooperative pool.
    ///
    /// - Parameters:
    ///   - path: Where it is. Links are followed.
    ///   - what: Whose file it is, for people, for example `feed`.
    ///   - check: Is told the file's length before anything of it is in memory.
    /// - Throws: `JobRejection` for what is not there, may not be read or is no regular file; what `check` throws.
    static func bytes(
        of path: String, what: String, upTo limit: Int, check: (Int64) throws -> Void = { _ in }
    ) throws -> [UInt8] {
        // O_NONBLOCK keeps a named pipe from blocking the open; it means nothing for a regular file.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, what, errno) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        defer { try? handle.close() }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path, what, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw JobRejection(
                "The \(what)'s file \(path) cannot be read: it is \(kind(of: status)). Name a regular file with the "
                    + "option 'file'.")
        }
        try check(Int64(status.st_size))
        return Array(try handle.read(upToCount: limit + 1) ?? Data())
    }

    private static func unreadable(_ path: String, _ what: String, _ number: Int32) -> JobRejection {
        JobRejection("The \(what)'s file \(path) cannot be read (\(String(cString: strerror(number)))).")
    }

    private static func kind(of status: stat) -> String {
        switch status.st_mode & S_IFMT {
        case S_IFDIR: "a folder"
        case S_IFIFO: "a named pipe"
        default: "a device or a socket"
        }
    }
}
