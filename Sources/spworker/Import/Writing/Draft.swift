import Overview

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file under another name beside its place, until it is complete and on the disk.
enum Draft {
    /// Writes a file's content into a draft that only this user may read, and gives its path. Blocks.
    ///
    /// - Throws: `Failure`; no draft is left then.
    static func write(_ file: FileBatch.File) throws(Failure) -> String {
        // mkstemp makes files that nobody else can open.
        var name = Array("\(PathText.folder(of: file.path))/.import-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw failure(file.path, "made") }
        let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do throws(Failure) {
            guard writeAll(file.content, to: descriptor), fchmod(descriptor, file.mode) == 0, fsync(descriptor) == 0
            else { throw failure(file.path, "written") }
        } catch {
            close(descriptor)
            unlink(path)
            throw error
        }
        close(descriptor)
        return path
    }

    /// Brings the names in a folder to the disk, as far as the file system does that.
    static func sync(folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// The first bytes of a file; `nil` when it cannot be read. Blocks.
    static func content(of path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return content(of: descriptor, limit: limit)
    }

    /// The first bytes of an open file; `nil` when it cannot be read.
    static func content(of descriptor: Int32, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// What the system reported last, in words.
    static func failure(_ path: String, _ verb: String) -> Failure {
        let reason = String(cString: strerror(errno))
        let cure =
            switch errno {
            case ENOSPC, EDQUOT: "Make room on the disk"
            case EACCES, EPERM, EROFS: "Let this user write there, or name another folder with --into"
            default: "Name another folder with --into"
            }
        return Failure(
            .usage, "error: \(path.plain) cannot be \(verb): \(reason). \(cure), then try again. Nothing was written.")
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                systemWrite(descriptor, buffer.baseAddress?.advanced(by: offset), bytes.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            offset += count
        }
        return true
    }
}

/// `read(2)` and `write(2)` by names that the methods here do not hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
