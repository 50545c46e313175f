/// Whether a call whose outcome is unknown (a time-out after sending, a crash) may be made again.
///
/// A judgement made for this project from what each operation does, not a statement of Amazon's.
public enum Repetition: String, Sendable, Hashable {
    /// Repeating has the same effect as doing it once.
    case safe
    /// The first call's effect can be looked up before repeating.
    case checkFirst = "check-first"
    /// Nothing tells whether the first call took effect: a person must decide.
    case unsafe
}
