import Foundation

/// What this process reads from whoever started it.
enum StandardInput {
    /// Returns when it ends. What comes before that is passed over.
    static func end() async throws {
        try await Offload.run {
            while let bytes = try FileHandle.standardInput.read(upToCount: 4096), !bytes.isEmpty {}
        }
    }
}
