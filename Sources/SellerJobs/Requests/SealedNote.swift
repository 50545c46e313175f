import JobModel
import OperationCatalogue

/// What a job remembers of an answer that is kept in full and has yet to get to its place. A later run has only to bring it
/// there, and knows it when it is there already.
struct SealedNote: Sendable, Hashable {
    /// The output as the template filled it in.
    let path: String
    /// What tells the file from those of others.
    let unique: String
    let bytes: Int
    let sha256: String
    /// The status of the answer.
    let status: Int?

    init(path: String, unique: String, bytes: Int, sha256: String, status: Int?) {
        self.path = path
        self.unique = unique
        self.bytes = bytes
        self.sha256 = sha256
        self.status = status
    }

    /// Reads what an earlier run wrote; `nil` for anything else.
    init?(_ text: String?) {
        guard let value = text.flatMap({ try? JSONValue(parsing: $0.utf8) }), let sealed = value["sealed"],
            let path = sealed["path"]?.string, let unique = sealed["unique"]?.string,
            let sha256 = sealed["sha256"]?.string, case .integer(let bytes)? = sealed["bytes"]
        else { return nil }
        let status: Int? = if case .integer(let status)? = sealed["status"] { Int(status) } else { nil }
        self.init(path: path, unique: unique, bytes: Int(bytes), sha256: sha256, status: status)
    }

    /// The text that is stored with the job.
    var text: String {
        var members: [String: JSONValue] = [
            "path": .string(path), "unique": .string(unique), "bytes": .integer(Int64(bytes)),
            "sha256": .string(sha256),
        ]
        members["status"] = status.map { .integer(Int64($0)) }
        return JSONValue.object(["sealed": .object(members)]).text
    }

    /// What the job brought back, once the answer is at its place.
    func result(at place: String) -> JobResult { JobResult(status: status, bytes: bytes, sha256: sha256, path: place) }
}
