import JobModel
import OperationCatalogue

/// What a batch's job remembers between its calls, and in case that its worker dies.
enum BatchCheckpoint: Sendable, Hashable {
    /// The last entry of each item that has one.
    case held([Int: [UInt8]])
    /// They lie in a file of that many bytes beside the place of the output at this path.
    case filed(path: String, bytes: Int)
    /// The joined answer is kept; the file of entries, beside the place at this path, is of no use any more.
    case ended(JobResult, path: String)

    /// Reads what an earlier run wrote, also when the note of a call in doubt has taken its place. `nil` for a text
    /// that is no checkpoint of a batch.
    init?(_ text: String?) {
        guard let text, let value = try? JSONValue(parsing: text.utf8) else { return nil }
        if let kept = DoubtNote(text)?.kept, let inner = BatchCheckpoint(kept) {
            self = inner
            return
        }
        guard case .object? = value["batch"], let batch = value["batch"] else { return nil }
        func count(_ value: JSONValue?) -> Int? { if case .integer(let count)? = value { Int(count) } else { nil } }
        if case .object(let held)? = batch["entries"] {
            var entries: [Int: [UInt8]] = [:]
            for (name, entry) in held {
                guard let number = Int(name), let text = entry.string else { return nil }
                entries[number] = Array(text.utf8)
            }
            self = .held(entries)
        } else if let path = batch["path"]?.string, let bytes = count(batch["bytes"]) {
            guard let result = batch["result"] else {
                self = .filed(path: path, bytes: bytes)
                return
            }
            self = .ended(
                JobResult(
                    status: count(result["status"]), bytes: bytes, sha256: result["sha256"]?.string,
                    path: result["path"]?.string, inline: result["inline"]?.string), path: path)
        } else {
            return nil
        }
    }

    /// The text that is stored with the job.
    var text: String {
        var members: [String: JSONValue] = [:]
        switch self {
        case .held(let entries):
            let texts = entries.map { (String($0.key), JSONValue.string(String(decoding: $0.value, as: UTF8.self))) }
            members["entries"] = .object(Dictionary(uniqueKeysWithValues: texts))
        case .filed(let path, let bytes):
            members = ["path": .string(path), "bytes": .integer(Int64(bytes))]
        case .ended(let result, let path):
            var told: [String: JSONValue] = [:]
            told["status"] = result.status.map { .integer(Int64($0)) }
            told["sha256"] = result.sha256.map { .string($0) }
            told["path"] = result.path.map { .string($0) }
            told["inline"] = result.inline.map { .string($0) }
            members = ["path": .string(path), "bytes": .integer(Int64(result.bytes)), "result": .object(told)]
        }
        return JSONValue.object(["batch": .object(members)]).text
    }
}
