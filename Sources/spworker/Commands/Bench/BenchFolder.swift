import Foundation

/// A folder for what a measurement writes.
enum BenchFolder {
    /// Makes a folder, and removes it with everything in it when `body` has ended, however that was.
    ///
    /// - Throws: `Failure` when no folder can be made in `parent`; what `body` throws.
    static func with<Value: Sendable>(
        _ name: String, in parent: URL, _ body: (URL) async throws -> Value
    ) async throws -> Value {
        let folder = parent.appending(path: name, directoryHint: .isDirectory)
        try await Offload.run {
            do {
                try FileManager.default.createDirectory(
                    at: folder, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: NSNumber(value: 0o700)])
            } catch {
                throw Failure(
                    .usage,
                    "error: no folder can be made in \(parent.path). Name one that exists and that you may write with --directory."
                )
            }
        }
        let result: Result<Value, any Error>
        do { result = .success(try await body(folder)) } catch { result = .failure(error) }
        // What cannot be removed lies in a temporary folder; the figures are good all the same.
        _ = try? await Offload.run { try FileManager.default.removeItem(at: folder) }
        return try result.get()
    }
}
