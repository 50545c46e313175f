package import class Foundation.FileHandle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Opens files for reading that must be regular ones: opening a named pipe waits for somebody who writes, perhaps for ever,
/// and what a device gives out has no end.
package enum RegularFile {
    /// Why there is nothing to read.
    package enum Refusal: Error, Sendable, Hashable {
        /// Nothing is there.
        case missing
        /// Something else is there: `a folder`, `a named pipe`.
        case other(String)
        /// The system refuses it, for the reason with this number.
        case system(Int32)

        /// The reason as the rest of a sentence: `it is a folder`, `Permission denied`.
        package var reason: String {
            switch self {
            case .missing: String(cString: strerror(ENOENT))
            case .other(let kind): "it is \(kind), not a regular file"
            case .system(let number): String(cString: strerror(number))
            }
        }
    }

    /// An open file.
    package struct Opened: Sendable {
        /// Reads from its beginning.
        package let handle: FileHandle
        /// Its length.
        package let bytes: Int64
    }

    /// Opens a file. Links are followed. Blocks no longer than disks do.
    ///
    /// - Throws: ``Refusal``.
    package static func opened(_ path: String) throws(Refusal) -> Opened {
        // Without O_NONBLOCK opening a pipe waits for somebody who writes; for a regular file it means nothing.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .system(errno) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .other(kind(of: status)) }
        return Opened(handle: handle, bytes: Int64(status.st_size))
    }

    private static func kind(of status: stat) -> String {
        switch status.st_mode & S_IFMT {
        case S_IFDIR: "a folder"
        case S_IFIFO: "a named pipe"
        default: "a device or a socket"
        }
    }
}
