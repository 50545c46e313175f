/// Why an exchange is made.
package enum TokenExchangeReason: String, Sendable, Hashable {
    /// There is no usable token.
    case missing
    /// The token nears its end; it is still handed out meanwhile.
    case early
    /// The token was refused.
    case refused
}
