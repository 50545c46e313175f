/// Which page of a listing.
package enum PagePosition: Sendable, Hashable {
    /// The one that the call without a token answers.
    case first
    /// The one that an opaque token names.
    case token(String)
    /// The one that begins after so many results.
    case offset(Int)
}
