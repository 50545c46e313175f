import OperationCatalogue

/// Pages of made-up items for the paged operations that have no family of their own.
///
/// An item is an object of its `id`, the same in every run, and its `number` from 1. Where an answer has no single list,
/// a page holds `page` with its number from 1 instead. Operations that may have empty pages always have one, the second:
/// a client that takes it for the end loses items.
struct GenericPages {
    private let context: CheckedCall
    private let paging: Pagination
    /// How many items there are.
    private let count: Int
    /// What all ids begin with.
    private let prefix: String

    /// Creates the pages of an operation, or `nil` when it is not paged, or by another operation's answer.
    init?(_ context: CheckedCall, _ seller: World.Seller) {
        guard let paging = context.rules.operation.pagination, paging.responseOperation == nil else { return nil }
        self.context = context
        self.paging = paging
        count = seller.pagedItems ?? context.world.pagedItems
        var fingerprint = Fingerprint(context.rules.name.utf8)
        let names = [seller.sellerId, seller.region.rawValue] + context.rules.pathNames.compactMap { context.path[$0] }
        for name in names {
            fingerprint.add([0])
            fingerprint.add(name.utf8)
        }
        prefix = fingerprint.text
    }

    /// The page that the call asks for.
    func reply() -> Reply {
        do {
            var answer = JSONValue.object([:])
            switch paging.style {
            case .token: try fillByToken(&answer)
            case .offset: try fillByOffset(&answer)
            }
            return Reply(status: context.rules.operation.successStatus, body: Array(answer.text.utf8))
        } catch {
            return error.reply
        }
    }

    // MARK: By token

    private func fillByToken(_ answer: inout JSONValue) throws(CallCheck.Refusal) {
        let name = paging.requestParameter
        var subject = try PageSubject(context, token: name)
        var page = 0
        if let text = context.query[name] {
            let token = try PageToken(text, in: context, name: name)
            guard let first = PageSubject(text: token.search) else { throw .changedToken(name) }
            guard first.admits(subject, repeatsOthers: paging.repeatsOtherParameters) else {
                throw .foreignToken(name)
            }
            subject = first
            page = token.offset
        }
        let (items, isLast) = slice(page: page, size: subject.pageSize)
        if let field = paging.itemsField {
            answer.put(list(items), at: field)
        } else {
            let place = context.rules.operation.hasPayloadEnvelope ? "payload.page" : "page"
            answer.put(["number": .integer(Int64(page + 1))], at: place)
        }
        guard !isLast else { return }
        let next = PageToken(
            operation: context.rules.name, seller: context.sellerIndex, issuedAt: context.now, offset: page + 1,
            search: subject.text)
        answer.put(.string(next.text), at: paging.responseField)
    }

    /// The numbers, from 0, of the items on a page, and whether no page follows.
    private func slice(page: Int, size: Int) -> (items: Range<Int>, isLast: Bool) {
        let hasEmptyPage = paging.emptyPagesPossible && paging.itemsField != nil && context.world.emptyPages
        if hasEmptyPage, page == 1 { return (0..<0, false) }
        let start = min((hasEmptyPage && page > 1 ? page - 1 : page) * size, count)
        let end = min(start + size, count)
        return (start..<end, end == count)
    }

    // MARK: By offset

    /// Both numbers must be there, and within the bounds of Amazon's model.
    private func fillByOffset(_ answer: inout JSONValue) throws(CallCheck.Refusal) {
        let path = paging.requestParameter.split(separator: ".")
        let holder = path.dropLast().map(String.init)
        let offset = try number(at: path.map(String.init), in: 0...9000)
        let limit = try number(at: holder + ["limit"], in: 1...(context.rules.operation.id == "listOffers" ? 100 : 500))
        let start = min(offset, count)
        answer.put(list(start..<min(start + limit, count)), at: paging.itemsField ?? "items")
        answer.put(.integer(Int64(count)), at: paging.responseField)
    }

    private func number(at path: [String], in bounds: ClosedRange<Int>) throws(CallCheck.Refusal) -> Int {
        let value = path.reduce(context.body) { $0?[$1] }
        guard case .integer(let number)? = value, let number = Int(exactly: number), bounds.contains(number) else {
            throw CallCheck.Refusal(
                "\(path.joined(separator: ".")) of the body is not a whole number from \(bounds.lowerBound) to "
                    + String(bounds.upperBound))
        }
        return number
    }

    // MARK: Items

    private func list(_ numbers: Range<Int>) -> JSONValue {
        .array(
            numbers.map { number in
                ["id": .string("\(prefix)-\(number + 1)"), "number": .integer(Int64(number + 1))]
            })
    }
}

extension JSONValue {
    /// Puts a value at a dotted path, and makes the objects on the way that are missing.
    fileprivate mutating func put(_ value: JSONValue, at path: String) {
        put(value, at: path.split(separator: ".")[...])
    }

    private mutating func put(_ value: JSONValue, at names: ArraySlice<Substring>) {
        guard let name = names.first.map(String.init) else {
            self = value
            return
        }
        var members: [String: JSONValue] = [:]
        if case .object(let known) = self { members = known }
        members[name, default: .null].put(value, at: names.dropFirst())
        self = .object(members)
    }
}
