import OperationCatalogue
import Overview

/// What the worker's answers about getting tokens add up to.
struct TokenTally {
    private(set) var exchanged = 0
    private(set) var held = 0
    private(set) var parked = 0
    private(set) var refused = 0
    /// Sellers without a token, with the reason; not all when there are many.
    private(set) var problems: [JSONValue] = []
    /// Why the worker did not answer; `nil` when it did.
    private(set) var trouble: String?

    /// The sellers that were looked at.
    var count: Int { exchanged + held + parked + refused }

    /// Adds one answer.
    mutating func add(_ reply: WorkerReply) {
        trouble = reply.problem
        let answer = reply.answer
        exchanged += answer.number("exchanged")
        held += answer.number("held")
        parked += answer.number("parked")
        refused += answer.number("refused")
        if case .array(let more)? = answer["problems"] { problems += more }
    }

    /// What came of it, as programs read it.
    var json: JSONValue {
        .object([
            "exchanged": .count(exchanged), "held": .count(held), "parked": .count(parked), "refused": .count(refused),
            "problems": .array(problems), "reason": .text(trouble),
        ])
    }

    /// How many problems people are shown; programs get all.
    private static let shown = 20

    func print(to console: Console) {
        if trouble == nil || count > 0 { console.line(sentence) }
        for problem in problems.prefix(Self.shown) {
            let name = "\(problem["seller"]?.string ?? "-")/\(problem["region"]?.string ?? "-")"
            let isParked = problem["parked"] == .bool(true)
            let text = "\(name) \(isParked ? "was not tried" : "has no token"): \(problem["reason"]?.string ?? "")"
            console.line(console.styled(text.plain, isParked ? .warning : .bad))
        }
        let more = parked + refused - min(problems.count, Self.shown)
        if more > 0 { console.line("... and \(more) more: 'spworker sellers list' tells who.") }
        if let trouble { Console.printError("error: \(trouble.plain)") }
    }

    private var sentence: String {
        guard count > 0 else { return "No seller is meant." }
        let parts = [
            exchanged > 0 ? "\(counted(exchanged, "token")) came" : nil,
            held > 0 ? "\(held) \(held == 1 ? "was" : "were") there already" : nil,
            refused > 0 ? "\(refused) could not be had" : nil,
            parked > 0 ? "\(counted(parked, "parked seller")) left alone" : nil,
        ].compactMap { $0 }
        return parts.joined(separator: ", ") + "."
    }
}
