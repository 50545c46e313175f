/// The pages of a listing, read one at a time as they are asked for.
///
/// A page without items is not the end: Amazon sends such pages in between, and only a missing token ends a listing.
/// Tokens expire, some after 30 seconds, so handle a page quickly or put it aside. A token that has expired ends the
/// listing with a ``CallFailure``; whether to begin again is for you to decide, as items may come twice.
///
/// Every iteration reads the listing anew from its first page. Iterating throws ``CallFailure``, ``LWAFailure``,
/// `UnknownOperation` and `CancellationError`, as ``SellingPartnerClient/call(_:parameters:body:dataElements:)`` does.
public struct CallPages: AsyncSequence, Sendable {
    public typealias Element = CallPage

    private let reader: PageReader

    init(_ reader: PageReader) { self.reader = reader }

    public func makeAsyncIterator() -> Iterator { Iterator(reader: reader) }

    /// Reads the pages.
    public struct Iterator: AsyncIteratorProtocol, Sendable {
        fileprivate var reader: PageReader

        public mutating func next() async throws -> CallPage? { try await reader.next() }
    }

    /// The items of all pages, decoded.
    ///
    /// - Parameter type: What an item is decoded as.
    public func items<Item: Decodable & Sendable>(as type: Item.Type) -> PagedItems<Item> {
        PagedItems(reader)
    }
}
