import JobModel
import OperationCatalogue

/// What can be done about calls in doubt, operation by operation. Pure.
///
/// Every operation that the catalogue marks check-first is in `ways` or among those `leftToPeople`.
enum Lookups {
    typealias Maker = @Sendable (DoubtfulCall, _ now: Timestamp) -> Way

    /// How an operation's calls in doubt are dealt with.
    struct Entry: Sendable {
        /// The operation that is asked; `nil` where nothing is asked.
        let reader: String?
        let way: Maker
    }

    /// All ways, by the operation's full name.
    static let ways: [String: Entry] = listings.merging(readings) { $1 }.merging(states) { $1 }
        .merging(repetitions) { $1 }

    /// Whether there is a way for calls of the operation, before anything is known of the call.
    static func entry(for operation: Operation) -> Entry? {
        operation.repetition == .checkFirst ? ways[operation.name] : nil
    }

    /// What can be done about the call.
    static func way(of call: DoubtfulCall, now: Timestamp) -> Way {
        if let entry = entry(for: call.operation) { return entry.way(call, now) }
        return .person(leftToPeople[call.operation.name] ?? "")
    }
}

extension Lookups.Entry {
    /// An entry whose calls are looked for with `reader`.
    ///
    /// - Parameter make: The parameters and the judge, or why this call cannot be looked for.
    static func asking(
        _ reader: String, identity: String? = nil,
        _ make: @escaping @Sendable (DoubtfulCall, Timestamp) -> Question
    ) -> Self {
        Self(reader: reader) { call, now in
            switch make(call, now) {
            case .ask(let parameters, let judge):
                .look(Lookup(reader: reader, parameters: parameters, identity: identity, judge: judge))
            case .unanswerable(let why): .person(why)
            }
        }
    }

    enum Question {
        case ask([String: JSONValue], judge: @Sendable (LookupAnswer) -> Finding)
        /// The call does not tell what to look for: a sentence.
        case unanswerable(String)
    }
}
