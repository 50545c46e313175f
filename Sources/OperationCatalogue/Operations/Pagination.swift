/// How an operation's answer is paged.
public struct Pagination: Sendable, Hashable {
    /// The parameter or body field that asks for the next page. A body field's path is dotted, as `pagination.offset`.
    public let requestParameter: String
    /// Where that parameter goes.
    public let location: Location
    /// Where the answer holds the token of the next page, or for ``Style/offset`` the number of all results: a dotted
    /// path from the top of the answer, as `payload.NextToken`.
    public let responseField: String
    /// Where the answer holds the items of its page: the dotted path of an array, from the top of the answer, as
    /// `payload.Orders`. `nil` where an answer has no single list of items, so that only whole pages can be told apart.
    ///
    /// A page without items may lack the array.
    public let itemsField: String?
    /// The operation id of the same API whose answer holds ``responseField``, or `nil` for this operation's own.
    public let responseOperation: String?
    /// Whether pages are asked for by token or by offset.
    public let style: Style
    /// Whether a request for a further page repeats the other parameters (`true`) or must hold the token alone
    /// (`false`); `nil` where Amazon does not say.
    public let repeatsOtherParameters: Bool?
    /// Whether a page without items may be followed by others: only a missing token ends the pages.
    public let emptyPagesPossible: Bool
    /// How long a token can be used, in seconds, or `nil` where Amazon does not say.
    public let tokenLifetimeSeconds: Int?

    /// Creates the description of a paged answer.
    package init(
        requestParameter: String, location: Location = .query, responseField: String, itemsField: String? = nil,
        responseOperation: String? = nil, style: Style = .token, repeatsOtherParameters: Bool? = nil,
        emptyPagesPossible: Bool = false, tokenLifetimeSeconds: Int? = nil
    ) {
        self.requestParameter = requestParameter
        self.location = location
        self.responseField = responseField
        self.itemsField = itemsField
        self.responseOperation = responseOperation
        self.style = style
        self.repeatsOtherParameters = repeatsOtherParameters
        self.emptyPagesPossible = emptyPagesPossible
        self.tokenLifetimeSeconds = tokenLifetimeSeconds
    }

    /// Where the request for a further page names it.
    public enum Location: String, Sendable, Hashable {
        case query, body
    }

    /// What names a further page.
    public enum Style: String, Sendable, Hashable {
        /// An opaque token out of the answer before.
        case token
        /// The number of results to skip.
        case offset
    }

    /// Whether a further page must be asked for with the token and nothing else. Where Amazon does not say, the other
    /// parameters are repeated, as most operations want it.
    public var sendsTokenAlone: Bool { repeatsOtherParameters == false }
}
