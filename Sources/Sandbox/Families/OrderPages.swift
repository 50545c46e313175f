import OperationCatalogue

/// Finds the page of orders that a call asks for, by parameters or by token.
struct OrderPages {
    let search: OrderSearch
    let orders: [FakeOrder]
    let nextToken: String?

    /// - Parameter tokenOverridesOthers: Whether a token makes the other parameters void (Orders v0) or they must agree
    ///   with it where they are given.
    init(
        _ context: CheckedCall, _ seller: World.Seller, names: OrderSearch.Names, tokenOverridesOthers: Bool,
        status: (FakeOrder.Status) -> String
    ) throws(CallCheck.Refusal) {
        var offset = 0
        if let text = context.query[names.token] {
            let (token, search) = try Self.read(text, context, names: names)
            if !tokenOverridesOthers, try Self.disagrees(context, names, with: search) {
                throw .foreignToken(names.token)
            }
            self.search = search
            offset = token.offset
        } else {
            search = try OrderSearch(context, names)
        }
        let book = OrderBook(seller: seller, start: context.start)
        let (orders, next) = search.page(of: book, from: offset, status: status)
        self.orders = orders
        let text = search.text
        nextToken = next.map { next in
            PageToken(
                operation: context.rules.name, seller: context.sellerIndex, issuedAt: context.now, offset: next,
                search: text
            ).text
        }
    }

    private static func read(
        _ text: String, _ context: CheckedCall, names: OrderSearch.Names
    ) throws(CallCheck.Refusal) -> (PageToken, OrderSearch) {
        let token = try PageToken(text, in: context, name: names.token)
        guard let search = OrderSearch(text: token.search[...]) else { throw .changedToken(names.token) }
        return (token, search)
    }

    /// Whether the call repeats its parameters and they differ from those of the first page.
    private static func disagrees(
        _ context: CheckedCall, _ names: OrderSearch.Names, with search: OrderSearch
    ) throws(CallCheck.Refusal) -> Bool {
        guard context.query[names.createdAfter] != nil || context.query[names.updatedAfter] != nil else { return false }
        var repeated = try OrderSearch(context, names)
        // Left out, it stood for the time of the first page.
        if context.query[names.createdBefore] == nil, context.query[names.updatedBefore] == nil {
            repeated.before = search.before
        }
        return repeated != search
    }
}
