import Crypto
import Dispatch
import Foundation
import JobModel

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

    private let temporary: String
    private let unique: String
    private let destination: any OutputDestination
    /// Whether a run that dies once the file is complete must have written down what it is: the next one could not tell
    /// it from the file of another, or can bring it to its place without any call.
    nonisolated let needsNote: Bool
    private var descriptor: Int32
    private var hash = SHA256()
    private var sealed: SealedOutput?
    /// Bytes written so far.
    private(set) var bytes = 0

    /// Opens the temporary file and keeps its first `kept` bytes; whatever an earlier run left after them goes.
    ///
    /// - Parameters:
    ///   - temporary: Where it is written.
    ///   - unique: What tells it from the outputs of others.
    ///   - isThere: Whether an earlier run must have begun it; `false` makes it when it is not there.
    /// - Throws: `OutputError`, also when the file holds fewer bytes.
    init(
        to destination: any OutputDestination, temporary: String, unique: String, needsNote: Bool, mode: UInt16,
        keeping kept: Int, isThere: Bool, executor: FileExecutor
    ) throws {
        self.executor = executor
        self.destination = destination
        self.temporary = temporary
        self.unique = unique
        self.needsNote = needsNote
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (isThere ? 0 : O_CREAT) | (kept == 0 && !isThere ? O_TRUNC : 0)
        let opened = open(temporary, flags, mode_t(mode))
        guard opened >= 0 else {
            throw isThere && errno == ENOENT ? Self.loss(temporary) : OutputError.system("opened", temporary)
        }
        descriptor = opened
        guard kept > 0 || isThere else { return }
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
                throw OutputError.system("read", path)
            }
            guard count > 0 else { throw loss(path) }
            hash.update(data: buffer[..<count])
            rest -= count
        }
        guard ftruncate(descriptor, off_t(kept)) == 0 else { throw OutputError.system("cut", path) }
    }

    private static func loss(_ path: String) -> OutputError {
        OutputError("The output file \(path) has lost what an earlier run wrote.", .incomplete)
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
                throw OutputError.system("written", temporary)
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
                throw OutputError.system("read", temporary)
            }
            guard count > 0 else { throw Self.loss(temporary) }
            offset += count
        }
        return content
    }

    /// Forgets what was written.
    func restart() throws {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw OutputError.system("cut", temporary)
        }
        hash = SHA256()
        bytes = 0
    }

    /// Brings what was appended to the disk. A checkpoint that counts on it comes after.
    func sync() throws {
        guard fdatasync(descriptor) == 0 else { throw OutputError.system("brought to the disk", temporary) }
    }

    /// Brings everything to the disk and the file to its place. Returns its SHA-256 in hexadecimal and the place.
    func finish() async throws -> (sha256: String, place: String) {
        let hash = try seal()
        return (hash, try await publish())
    }

    /// Brings everything to the disk and ends the writing. Returns the SHA-256 in hexadecimal.
    func seal() throws -> String {
        if let sealed { return sealed.sha256 }
        guard fsync(descriptor) == 0 else { throw OutputError.system("brought to the disk", temporary) }
        var status = stat()
        let isTold = fstat(descriptor, &status) == 0
        close(descriptor)
        descriptor = -1
        let output = SealedOutput(
            file: temporary, unique: unique, bytes: bytes, sha256: Self.hexadecimal(hash.finalize()),
            // Neither a new name nor a second one changes it.
            modifiedAt: isTold ? Timestamp(microseconds: Duration(status.st_mtim).microseconds) : nil)
        sealed = output
        return output.sha256
    }

    /// Brings the sealed file to its place. Returns where it is found, as results tell it: a path relative to the output
    /// directory, or the `s3://` address of an object.
    ///
    /// - Throws: `OutputError`. The file stays for another try.
    @discardableResult
    func publish() async throws -> String {
        _ = try seal()
        guard let sealed else { throw Self.loss(temporary) }
        let place = try await destination.publish(sealed)
        // A copy went to S3; in the output directory the file has another name by now.
        unlink(temporary)
        return place
    }

    /// What is to be written down of the sealed file before it is brought to its place; `nil` when the place shows only
    /// on the way there.
    func announced() throws -> WrittenOutput? {
        _ = try seal()
        guard let sealed, let place = destination.certainPlace else { return nil }
        return destination.record(of: sealed, at: place, isPlaced: false)
    }

    /// What is to be written down of the file now that it is at its place.
    func written(at place: String) throws -> WrittenOutput {
        _ = try seal()
        guard let sealed else { throw Self.loss(temporary) }
        return destination.record(of: sealed, at: place, isPlaced: true)
    }

    static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
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
