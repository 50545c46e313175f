import OperationCatalogue

extension PageToken {
    /// Reads the token that a call gives, and refuses one that was changed on the way, belongs to another seller or
    /// operation, or is older than the catalogue lets it be (a day where Amazon does not say).
    ///
    /// - Parameters:
    ///   - text: The token as it was sent, decoded.
    ///   - context: The call.
    ///   - name: The parameter that held the token, for complaints.
    init(_ text: String, in context: CheckedCall, name: String) throws(CallCheck.Refusal) {
        guard let token = PageToken(text: text) else { throw .changedToken(name) }
        guard token.operation == context.rules.name, token.seller == context.sellerIndex else {
            throw .init(reply: .invalidToken("\(name) belongs to another seller or operation"))
        }
        let lifetime =
            context.world.pageTokenLifetime
            ?? .seconds(context.rules.operation.pagination?.tokenLifetimeSeconds ?? 86_400)
        guard .microseconds(context.now.microseconds - token.issuedAt.microseconds) <= lifetime else {
            throw .init(reply: .error(400, "InvalidInput", message: nil))
        }
        self = token
    }
}

extension CallCheck.Refusal {
    /// A token that is none that was given out.
    static func changedToken(_ name: String) -> Self {
        Self(reply: .invalidToken("\(name) was changed on the way; encode it exactly once"))
    }

    /// A token that came with other parameters than those of the first page.
    static func foreignToken(_ name: String) -> Self {
        Self(reply: .invalidToken("the parameters are not those that \(name) was given out for"))
    }
}
