import OperationCatalogue

/// One question that tells whether a call took effect: what to call, and how to judge the answer.
struct Lookup: Sendable {
    /// The full name of an operation that only reads. It needs a seller if, and only if, the call in doubt does.
    let reader: String
    /// Its parameters, not yet checked.
    let parameters: [String: JSONValue]
    /// The member that identifies what the call makes, in its own answer: neighbours' answers are searched for it.
    var identity: String?
    /// Decides.
    let judge: @Sendable (LookupAnswer) -> Finding
}

/// What can be done about a call in doubt.
enum Way: Sendable {
    /// Look whether it took effect.
    case look(Lookup)
    /// Make it again: done twice it has the effect of once. Why, a clause.
    case again(String)
    /// Nothing: a person must look. Why, a sentence.
    case person(String)
}
