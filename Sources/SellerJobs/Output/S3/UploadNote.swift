import Foundation

/// A hidden file beside an output's temporary one that names an upload under way, so that a later run can call off what a
/// killed one has begun: its parts would lie in the bucket unseen, and cost money.
struct UploadNote: Sendable {
    /// An upload under way.
    struct Upload: Sendable, Hashable {
        let place: ObjectPlace
        let id: String
    }

    let file: String

    /// The upload that an earlier run has noted; `nil` when there is none.
    func read() async -> Upload? {
        let file = file
        let text = try? await FileExecutor().run { try String(contentsOfFile: file, encoding: .utf8) }
        let lines = text?.split(separator: "\n").map(String.init) ?? []
        guard lines.count == 2, let place = ObjectPlace(lines[0]) else { return nil }
        return Upload(place: place, id: lines[1])
    }

    /// Notes an upload.
    ///
    /// - Throws: `OutputError`.
    func write(_ upload: Upload) async throws {
        let file = file
        do {
            try await FileExecutor().run {
                try Data("\(upload.place)\n\(upload.id)\n".utf8).write(to: URL(filePath: file), options: .atomic)
            }
        } catch {
            throw OutputError("The file \(file) cannot be written: \(error.localizedDescription)")
        }
    }

    /// Forgets the upload.
    func remove() async {
        let file = file
        try? await FileExecutor().run { try FileManager.default.removeItem(atPath: file) }
    }
}
