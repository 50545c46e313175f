import OperationCatalogue
import Sandbox

import struct Foundation.Data

/// A listing of all pages, and what the sandbox has for it.
struct SampleListing: Sendable {
    let operation: Operation
    let seller: World.Seller
    let sample: SampleCall
    /// How many pages there are.
    let pages: Int
    private let items: Int

    /// - Parameter items: How many items, and how many orders, the seller has.
    init(_ operation: Operation, of seller: World.Seller, items: Int) {
        self.operation = operation
        self.seller = seller
        let isSearch = Self.orderIDs[operation.name] != nil
        // Filters would leave orders out.
        let sample = SampleCall(operation, of: seller, isSearch ? .required : .everything)
        self.sample = sample
        if operation.name == Self.orderItems {
            self.items = 1
            pages = 1
            return
        }
        self.items = items
        let names = ["pageSize", "limit", "maxResults", "MaxResultsPerPage", "maxResultsPerPage"]
        let size = names.lazy.compactMap { sample.values[$0]?.first }.first.flatMap { Int($0) } ?? 10
        let full = max(1, (items + size - 1) / size)
        let hasEmptyPage = operation.pagination?.emptyPagesPossible == true && operation.pagination?.itemsField != nil
        // The empty page is the second, so that there is none where the first is the last.
        pages = full + (hasEmptyPage && full > 1 ? 1 : 0)
    }

    /// Where each search for orders has the id of an order.
    private static let orderIDs = [
        "orders.getOrders@v0": "AmazonOrderId", "orders.searchOrders@2026-01-01": "orderId",
    ]
    private static let orderItems = "orders.getOrderItems@v0"

    /// What is wrong with the lines of an output, in words.
    func problems(of data: Data) -> [String] {
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        let values = lines.compactMap { try? JSONValue(parsing: $0) }
        guard values.count == lines.count, data.last == UInt8(ascii: "\n") else { return ["a line is no JSON"] }
        let (found, expected) = contents(values)
        if found == expected { return [] }
        return ["the file holds \(found.prefix(40)), and should hold \(expected.prefix(40))"]
    }

    private func contents(_ values: [JSONValue]) -> (found: [String], expected: [String]) {
        func texts(_ path: String) -> [String] {
            values.map { value in path.split(separator: ".").reduce(value) { $0?[String($1)] }?.text ?? "nothing" }
        }
        if let name = Self.orderIDs[operation.name] {
            return (texts(name), (0..<items).map { JSONValue.string(seller.orderId($0)).text })
        }
        if operation.name == Self.orderItems { return (texts("QuantityOrdered").map { _ in "item" }, ["item"]) }
        guard operation.pagination?.itemsField != nil else {
            let place = operation.hasPayloadEnvelope ? "payload.page.number" : "page.number"
            return (texts(place), (1...pages).map(String.init))
        }
        // An item that is there twice under two numbers is found by its id.
        let distinct = Set(texts("id")).count
        return (texts("number") + ["\(distinct) ids"], (1...items).map(String.init) + ["\(items) ids"])
    }
}
