import Crypto
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads stretches of a complete file, on a thread of its own.
actor SealedReader {
    /// A stretch of the file.
    struct Piece: Sendable {
        let bytes: [UInt8]
        /// The SHA-256 in hexadecimal, which is signed.
        let sha256: String
        /// The SHA-256 in base64, by which S3 checks what came.
        let checksum: String

        init(_ bytes: [UInt8]) {
            let hash = SHA256.hash(data: bytes)
            self.bytes = bytes
            sha256 = OutputFile.hexadecimal(hash)
            checksum = Data(hash).base64EncodedString()
        }
    }

    private let executor = FileExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let path: String
    private var descriptor: Int32 = -1

    /// Reads the file at a path, which is opened when it is first needed.
    init(_ path: String) {
        self.path = path
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The bytes of a stretch.
    ///
    /// - Throws: `OutputError`, an incomplete one when there are fewer.
    func piece(_ range: Range<Int>) throws -> Piece {
        if descriptor < 0 {
            descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { throw OutputError.system("opened", path) }
        }
        let bytes = try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let read = pread(
                    descriptor, buffer.baseAddress?.advanced(by: count), range.count - count,
                    off_t(range.lowerBound + count))
                if read < 0, errno == EINTR { continue }
                guard read >= 0 else { throw OutputError.system("read", path) }
                guard read > 0 else {
                    throw OutputError("The output file \(path) has lost what an earlier run wrote.", .incomplete)
                }
                count += read
            }
        }
        return Piece(bytes)
    }
}
