#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Copies what can be read only once.
enum Spool {
    /// Copies everything into a file without a name, which only this user can read and which goes with its descriptor.
    /// Blocks until the end of the input.
    ///
    /// - Returns: The descriptor of the copy.
    /// - Throws: `Failure`.
    static func copy(_ input: Int32, of name: String, folder: String) throws -> Int32 {
        // mkstemp makes files that nobody else can open.
        var path = Array("\(folder)/spworker-XXXXXX".utf8CString)
        let copy = mkstemp(&path)
        guard copy >= 0 else { throw failure(name, folder) }
        unlink(path)
        do {
            var buffer = [UInt8](repeating: 0, count: FileBytes.portion)
            while true {
                let count = read(input, &buffer, buffer.count)
                if count == 0 { return copy }
                if count > 0 { try write(buffer[..<count], to: copy, name, folder) }
                if count < 0, errno != EINTR {
                    throw Failure(.usage, "error: \(name) cannot be read: \(String(cString: strerror(errno))).")
                }
            }
        } catch {
            close(copy)
            throw error
        }
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to copy: Int32, _ name: String, _ folder: String) throws {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(copy, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) }
            if count < 0, errno != EINTR { throw failure(name, folder) }
        }
    }

    private static func failure(_ name: String, _ folder: String) -> Failure {
        let reason = errno == ENOSPC ? "the disk is full" : String(cString: strerror(errno))
        return Failure(
            .usage,
            "error: \(name) must be read twice, but it cannot be copied to \(folder): \(reason). Set TMPDIR to a folder with "
                + "more room, or write the jobs to a file.")
    }
}

/// `write(2)` by a name that the methods here do not hide.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
