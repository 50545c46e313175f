/// A parameter that a search below a path found.
package struct FoundParameter: Sendable, Equatable {
    /// The full name, such as `/spapi/acme/refreshToken`.
    package let name: String
    /// The value, its version and its source.
    package let secret: ResolvedSecret
}
