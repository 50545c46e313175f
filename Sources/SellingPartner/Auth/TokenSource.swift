/// Where the tokens of calls come from: a cache that gets a token when it has none, or another when one was refused.
package struct TokenSource: Sendable {
    private let next: @Sendable (_ refused: HeldToken?) async throws -> HeldToken

    /// Creates a source.
    ///
    /// - Parameter next: Gives a token; when it is told of one that was refused, another.
    package init(_ next: @escaping @Sendable (_ refused: HeldToken?) async throws -> HeldToken) {
        self.next = next
    }

    /// The token to send.
    ///
    /// - Parameter refused: The token that was just refused, if that is why another is wanted.
    package func token(replacing refused: HeldToken? = nil) async throws -> HeldToken {
        try await next(refused)
    }
}
