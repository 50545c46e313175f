/// The items of a listing, decoded. Pages are read as they are needed, one at a time.
///
/// Iterating throws what iterating over ``CallPages`` throws, and `DecodingError` for an item of another shape.
public struct PagedItems<Item: Decodable & Sendable>: AsyncSequence, Sendable {
    public typealias Element = Item

    private let reader: PageReader

    init(_ reader: PageReader) { self.reader = reader }

    public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

    /// Reads the items.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        fileprivate var reader: PageReader
        private var page: ArraySlice<Item> = []

        fileprivate init(reader: PageReader) { self.reader = reader }

        public mutating func next() async throws -> Item? {
            while page.isEmpty {
                guard let next = try await reader.next() else { return nil }
                page = try next.decodedItems(as: Item.self)[...]
            }
            return page.popFirst()
        }
    }
}
