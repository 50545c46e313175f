import Crypto
import Dispatch
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is being written under a temporary name and gets its own name when it is complete.
///
/// It works on a thread of its own, because disks make their callers wait.
actor OutputFile {
    private let executor: FileExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let target: String
    private let temporary: String
    /// The path relative to the output directory.
    nonisolated let relativePath: String
    private var descriptor: Int32
    private var hash = SHA256()
    /// Bytes written so far.
    private(set) var bytes = 0

    /// Opens the temporary file and keeps its first `kept` bytes; whatever an earlier run left after them goes.
    ///
    /// - Throws: `OutputError`, also when the file holds fewer bytes.
    init(
        target: String, relativePath: String, temporary: String, mode: UInt16, keeping kept: Int,
        executor: FileExecutor
    ) throws {
        self.executor = executor
        self.target = target
        self.relativePath = relativePath
        self.temporary = temporary
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (kept == 0 ? O_TRUNC : 0)
        let opened = open(temporary, flags, mode_t(mode))
        guard opened >= 0 else { throw Self.failure("opened", temporary) }
        descriptor = opened
        guard kept > 0 else { return }
        do {
            try Self.rewind(opened, to: kept, temporary, &hash)
        } catch {
            close(opened)
            descriptor = -1
            throw error
        }
        bytes = kept
    }

    /// Reads the bytes that stay, for the checksum, and cuts off the others.
    private static func rewind(_ descriptor: Int32, to kept: Int, _ path: String, _ hash: inout SHA256) throws {
        var rest = kept
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while rest > 0 {
            let count = read(descriptor, &buffer, min(rest, buffer.count))
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("read", path)
            }
            guard count > 0 else { throw loss(path) }
            hash.update(data: buffer[..<count])
            rest -= count
        }
        guard ftruncate(descriptor, off_t(kept)) == 0 else { throw failure("cut", path) }
    }

    private static func loss(_ path: String) -> OutputError {
        OutputError("The output file \(path) has lost what an earlier run wrote.", isIncomplete: true)
    }

    private static func failure(_ verb: String, _ path: String) -> OutputError {
        let isFull = errno == ENOSPC || errno == EDQUOT
        let reason = isFull ? "the disk is full" : String(cString: strerror(errno))
        return OutputError("The output file \(path) cannot be \(verb): \(reason).", isForWantOfRoom: isFull)
    }

    /// Appends bytes.
    func append(_ chunk: [UInt8]) throws {
        hash.update(data: chunk)
        var offset = 0
        while offset < chunk.count {
            let written = chunk.withUnsafeBytes { buffer in
                write(descriptor, buffer.baseAddress?.advanced(by: offset), chunk.count - offset)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw Self.failure("written", temporary)
            }
            offset += written
        }
        bytes += chunk.count
    }

    /// What was kept and written so far.
    func contents() throws -> [UInt8] {
        var content = [UInt8](repeating: 0, count: bytes)
        var offset = 0
        while offset < bytes {
            let count = content.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress?.advanced(by: offset), bytes - offset, off_t(offset))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.failure("read", temporary)
            }
            guard count > 0 else { throw Self.loss(temporary) }
            offset += count
        }
        return content
    }

    /// Forgets what was written.
    func restart() throws {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw Self.failure("cut", temporary)
        }
        hash = SHA256()
        bytes = 0
    }

    /// Brings what was appended to the disk. A checkpoint that counts on it comes after.
    func sync() throws {
        guard fdatasync(descriptor) == 0 else { throw Self.failure("brought to the disk", temporary) }
    }

    /// Brings everything to the disk and gives the file its name. Returns the SHA-256 in hexadecimal.
    func finish() throws -> String {
        let hash = try seal()
        try publish()
        return hash
    }

    /// Brings everything to the disk and ends the writing. Returns the SHA-256 in hexadecimal.
    func seal() throws -> String {
        guard fsync(descriptor) == 0 else { throw Self.failure("brought to the disk", temporary) }
        close(descriptor)
        descriptor = -1
        return Self.hexadecimal(hash.finalize())
    }

    /// Gives the sealed file its name. Returns where it is found, as results tell it.
    @discardableResult
    func publish() throws -> String {
        guard rename(temporary, target) == 0 else { throw Self.failure("renamed", temporary) }
        // The new name is on the disk only when the folder is.
        let folder = open((target as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
        return relativePath
    }

    static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        digest.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }

    /// Ends the writing and leaves the temporary file for a later run.
    func leave() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Removes what was written.
    func abandon() {
        leave()
        unlink(temporary)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}

/// Runs an output file's work on a thread of its own.
final class FileExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "spworker.output")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Runs something that blocks.
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
