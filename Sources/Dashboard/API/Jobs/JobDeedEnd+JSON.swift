import JobModel
import OperationCatalogue

extension JobDeedEnd {
    /// Those that were not changed, by number, each with the reason.
    var refusedByID: [(id: JobID, reason: Reason)] {
        refused.flatMap { reason, ids in ids.map { ($0, reason) } }.sorted { $0.id < $1.id }
    }

    /// What became of the jobs, as programs read it.
    ///
    /// - Parameter word: What is said of those that were changed.
    func json(_ word: String) -> [String: JSONValue] {
        [
            word: Self.list(done),
            "refused": .array(
                refusedByID.map { .object(["id": .integer($0.id.value), "reason": .string($0.reason.sentence)]) }),
        ]
    }

    /// Numbers as programs read them.
    static func list(_ ids: [JobID]) -> JSONValue { .array(ids.map { .integer($0.value) }) }
}

extension JobDeedEnd.Reason {
    /// Why the job was not changed, for whoever wrote the program.
    var sentence: String {
        switch self {
        case .needsConfirmation:
            "A call of it may have had its effect: look at Amazon, then say 'confirmed' to repeat it."
        case .open: "It has not ended."
        case .succeeded: "It succeeded. Put a new job in to do it once more."
        case .duplicate: "Another job with the same unique key has not ended."
        case .ended: "It has ended already."
        case .unknown: "There is no such job."
        }
    }
}
