import Foundation
import SellerJobs

/// Text that goes into the queue with its job, from a file or from standard input.
enum ContentText {
    /// Reads it.
    ///
    /// - Parameters:
    ///   - path: A regular file, or `-` for standard input. The path of an open descriptor, as `/dev/stdin` or what
    ///     `<(...)` of a shell stands for, is one too.
    ///   - what: What it is, for messages: `the body`.
    ///   - cure: What to do when it is too large, a sentence.
    /// - Throws: `Failure` when it cannot be read, is too large or no UTF-8.
    static func read(_ path: String, what: String, cure: String = "") async throws -> String {
        let limit = RequestAdmission.largestBody
        let bytes = try await Offload.run { () throws -> Data in
            if path == "-" { return try all(of: FileHandle.standardInput, limit, "standard input") }
            if let descriptor = descriptor(path) {
                let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
                return try all(of: handle, limit, path)
            }
            let handle = try opened(path, what)
            defer { try? handle.close() }
            return try all(of: handle, limit, path)
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

    /// The open descriptor that a path names; `nil` for every other path. It is read as it is: opened once more, a pipe might
    /// wait for somebody who writes.
    static func descriptor(_ path: String) -> Int32? {
        if path == "/dev/stdin" { return 0 }
        for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count)).flatMap { $0 >= 0 ? $0 : nil }
        }
        return nil
    }

    private static func opened(_ path: String, _ what: String) throws -> FileHandle {
        do throws(RegularFile.Refusal) {
            return try RegularFile.opened(path).handle
        } catch {
            var cure = ""
            if case .other = error { cure = " Name a regular file, or say - and pass it on standard input." }
            throw Failure(.usage, "error: \(what)'s file \(path) cannot be read: \(error.reason).\(cure)")
        }
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
