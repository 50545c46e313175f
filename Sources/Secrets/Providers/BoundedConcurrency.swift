extension Array where Element: Sendable {
    /// What `body` makes of each element, at most `limit` of them at once, in no particular order.
    func concurrentMap<Value: Sendable>(
        atOnce limit: Int, _ body: @escaping @Sendable (Element) async -> Value
    ) async -> [Value] {
        await withTaskGroup(of: Value.self) { group in
            var results: [Value] = []
            var rest = self[...]
            for element in rest.prefix(limit) { group.addTask { await body(element) } }
            rest = rest.dropFirst(limit)
            while let value = await group.next() {
                results.append(value)
                if let element = rest.popFirst() { group.addTask { await body(element) } }
            }
            return results
        }
    }

    /// The elements in runs of `size`; the last one may be shorter.
    func runs(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
