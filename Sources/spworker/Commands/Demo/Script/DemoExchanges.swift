/// Token exchanges by what caused them.
struct DemoExchanges: Sendable, Hashable {
    /// A seller's first token.
    var first = 0
    /// Another one, because Amazon called the first expired.
    var expired = 0
    /// Another one of a seller whom nothing is held against, to see whether Amazon works while a refusal is confirmed.
    var witness = 0
    /// Refused: the application's client secret was wrong.
    var wrongSecret = 0
    /// Refused: the seller had revoked the authorization. The first refusal, and the one that confirms it.
    var revoked = 0
    /// Successes and refusals for which there is no reason.
    var unexplained = 0

    /// How many gave a token, as far as they are explained.
    var good: Int { first + expired + witness }
    /// How many were refused, as far as they are explained.
    var refused: Int { wrongSecret + revoked }
    var total: Int { good + refused + unexplained }
}
