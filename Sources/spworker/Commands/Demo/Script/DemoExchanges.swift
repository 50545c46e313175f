/// Token exchanges by what caused them.
struct DemoExchanges: Sendable, Hashable {
    /// A seller's first token.
    var first = 0
    /// Another one, because Amazon called the first expired.
    var expired = 0
    /// Refused: the application's client secret was wrong.
    var wrongSecret = 0
    /// Refused: the seller had revoked the authorization.
    var revoked = 0
    /// Successes and refusals for which there is no reason.
    var unexplained = 0

    /// How many gave a token, as far as they are explained.
    var good: Int { first + expired }
    /// How many were refused, as far as they are explained.
    var refused: Int { wrongSecret + revoked }
    var total: Int { good + refused + unexplained }
}
