import OperationCatalogue

extension Workshop {
    /// A page of a seller's works of a kind, newest first.
    ///
    /// A seller who has created none sees made-up items, as in any paged operation, unless only types are asked for
    /// that Amazon makes by itself.
    ///
    /// - Parameter others: Works that nobody created, oldest first.
    func list(_ kind: Work.Kind, _ call: CheckedCall, others: [Work] = []) throws(CallCheck.Refusal) -> Reply? {
        guard let paging = call.rules.operation.pagination, let field = paging.itemsField else { return nil }
        let own = works[Shelf(seller: call.sellerIndex, kind: kind)] ?? []
        let search: WorkSearch
        var offset = 0
        if let text = call.query[paging.requestParameter] {
            let token = try PageToken(text, in: call, name: paging.requestParameter)
            guard let first = WorkSearch(text: token.search) else { return nil }
            guard paging.sendsTokenAlone || first.isRepeated(by: call, token: paging.requestParameter) else {
                throw .foreignToken(paging.requestParameter)
            }
            (search, offset) = (first, token.offset)
        } else {
            search = WorkSearch(call, token: paging.requestParameter)
            let asksForOthers = search.types.map { $0.allSatisfy(ReportTraits.settlements.contains) } ?? false
            guard !own.isEmpty || (!others.isEmpty && asksForOthers) else { return nil }
        }
        // Equal times stay in the order of creation, whatever a sort would make of them.
        let all = (own + others).enumerated().filter { search.admits($0.element, at: call.now) }
            .sorted { ($0.element.course.created, $0.offset) > ($1.element.course.created, $1.offset) }
            .map(\.element)
        let size = call.query["pageSize"].flatMap { Int($0) } ?? search.pageSize
        let page = all.dropFirst(offset).prefix(size)
        var members: [String: JSONValue] = [field: .array(page.map { $0.shown(at: call.now) })]
        if offset + page.count < all.count {
            let next = PageToken(
                operation: call.rules.name, seller: call.sellerIndex, issuedAt: call.now, offset: offset + page.count,
                search: search.text
            ).text
            if kind == .query {
                members["pagination"] = ["nextToken": .string(next)]
            } else {
                members["nextToken"] = .string(next)
            }
        }
        return .json(call.rules.operation.successStatus, .object(members))
    }
}
