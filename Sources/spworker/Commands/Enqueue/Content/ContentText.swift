import Foundation
import SellerJobs

/// Text that goes into the queue with its job, from a file or from standard input.
enum ContentText {
    /// Reads it.
    ///
    /// - Parameters:
    ///   - path: The file, or `-` for standard input.
    ///   - what: What it is, for messages: `the body`.
    ///   - cure: What to do when it is too large, a sentence.
    /// - Throws: `Failure` when it cannot be read, is too large or no UTF-8.
    static func read(_ path: String, what: String, cure: String = "") async throws -> String {
        let limit = RequestAdmission.largestBody
        let bytes = try await Offload.run { () throws -> Data in
            guard path == "-" else {
                guard let handle = FileHandle(forReadingAtPath: path) else {
                    throw Failure(.usage, "error: \(what)'s file \(path) cannot be read.")
                }
                defer { try? handle.close() }
                return try all(of: handle, limit, path)
            }
            return try all(of: FileHandle.standardInput, limit, "standard input")
        }
        guard bytes.count <= limit else {
            throw Failure(
                .usage, "error: \(what) is larger than \(limit >> 20) MiB.\(cure.isEmpty ? "" : " ")\(cure)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.usage, "error: \(what) must be UTF-8 text.\(cure.isEmpty ? "" : " ")\(cure)")
        }
        return text
    }

    /// At most one byte more than may be. Pipes give out what is in them little by little.
    private static func all(of handle: FileHandle, _ limit: Int, _ name: String) throws -> Data {
        var bytes = Data()
        do {
            while bytes.count <= limit, let more = try handle.read(upToCount: limit + 1 - bytes.count), !more.isEmpty {
                bytes += more
            }
        } catch {
            throw Failure(.usage, "error: \(name) cannot be read: \(error.localizedDescription)")
        }
        return bytes
    }
}
