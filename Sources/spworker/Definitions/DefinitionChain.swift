/// What is done for the same seller when a job of a definition has succeeded.
struct DefinitionChain: Sendable, Hashable {
    /// The definition that is run next. Its own schedule, if it has one, goes on beside it.
    let run: String
    /// Whether it is run once for every line of the result, or once.
    let forEach: Bool
    /// The member of a line that `{item}` stands for; `nil` for the whole line's text.
    let item: String?
    /// The most jobs that one result may lead to.
    let limit: Int

    /// The default of `limit`.
    static let usualLimit = 10_000
}
