import JobModel
import OperationCatalogue

/// How far a chain has come in a result. Pure.
struct ChainProgress: Sendable, Hashable {
    /// Where the present line begins: a byte of a file, or the number of a line of what is kept with the job.
    var offset = 0
    /// How many lines lie behind.
    var line = 0
    /// How many items of the present line lie behind.
    var element = 0
    /// How many jobs were made.
    var jobs = 0

    init() {}

    /// Reads a checkpoint; the beginning when there is none.
    init(_ checkpoint: String?) {
        guard let value = checkpoint.flatMap({ try? JSONValue(parsing: $0.utf8) }) else { return }
        func number(_ key: String) -> Int {
            if case .integer(let number)? = value[key] { Int(number) } else { 0 }
        }
        offset = number("offset")
        line = number("line")
        element = number("element")
        jobs = number("jobs")
    }

    /// The checkpoint.
    var text: String {
        JSONValue.object([
            "offset": .integer(Int64(offset)), "line": .integer(Int64(line)), "element": .integer(Int64(element)),
            "jobs": .integer(Int64(jobs)),
        ]).text
    }

    /// What people and programs are told.
    var told: String { JSONValue.object(["jobs": .integer(Int64(jobs))]).text }
}
