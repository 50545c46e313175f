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

    /// Opens the temporary file, anew when an earlier run left one.
    init(target: String, relativePath: String, temporary: String, mode: UInt16, executor: FileExecutor) throws {
        self.executor = executor
        self.target = target
        self.relativePath = relativePath
        self.temporary = temporary
        let opened = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
        guard opened >= 0 else { throw Self.failure("opened", temporary) }
        descriptor = opened
    }

    private static func failure(_ verb: String, _ path: String) -> OutputError {
        let reason = errno == ENOSPC ? "the disk is full" : String(cString: strerror(errno))
        return OutputError("The output file \(path) cannot be \(verb): \(reason).")
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

    /// Brings everything to the disk and gives the file its name. Returns the SHA-256 in hexadecimal.
    func finish() throws -> String {
        guard fsync(descriptor) == 0 else { throw Self.failure("brought to the disk", temporary) }
        close(descriptor)
        descriptor = -1
        guard rename(temporary, target) == 0 else { throw Self.failure("renamed", temporary) }
        // The new name is on the disk only when the folder is.
        let folder = open((target as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
        return hash.finalize().map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Removes what was written.
    func abandon() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
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
