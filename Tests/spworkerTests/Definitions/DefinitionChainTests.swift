import ArgumentParser
import Foundation
import JobModel
import JobStore
import Logging
import OperationCatalogue
import SellerJobs
import Testing
import Worker

@testable import spworker

@Suite("Definitions that follow others")
struct DefinitionChainTests {
    private static let orders = """
        name: orders
        job: {operation: orders.searchOrders, params: {createdAfter: "2026-01-01T00:00:00Z"}}
        then: {run: order, forEach: orderId, limit: 5}
        """
    private static let order = """
        name: order
        sellers: {exclude: [bare]}
        job: {operation: orders.getOrder, params: {orderId: "{item}"}}
        """

    /// A book of a folder with the files, which is removed at the end.
    private func withBook(_ files: String..., body: (DefinitionBook) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "/spworker-jobs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (number, text) in files.enumerated() {
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(number).yaml"))
        }
        let composition = try Composition(try GlobalOptions.parse([]))
        let directory = DirectoryHolder(composition.directory(try DefinitionSellers.configuration()))
        try await body(
            DefinitionBook(
                DefinitionFolder(path: folder, zones: testZones), directory: directory,
                admission: try DefinitionSellers.admission(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    }

    private static func key(_ seller: String) -> AuthorizationKey {
        AuthorizationKey(application: "main", seller: seller, region: "EU")
    }

    private func refusal(_ target: ChainTarget) -> String? {
        if case .refused(let words) = target { words } else { nil }
    }

    @Test("are planned with what follows, which the chain's job reads")
    func plans() async throws {
        try await withBook(Self.orders, Self.order) { book in
            _ = await book.edition()
            let plans = await book.plans(now: DefinitionSellers.now).plans
            let chain = plans.first { $0.key.definition == "orders" && $0.key.seller == "acme" }?.chain
            #expect(chain == #"{"forEach":true,"item":"orderId","limit":5,"run":"order"}"#)
            #expect(plans.filter { $0.key.definition == "order" }.allSatisfy { $0.chain == nil })
        }
    }

    @Test("follow for the sellers that they select")
    func targets() async throws {
        try await withBook(Self.orders, Self.order) { book in
            guard case .ready = await book.target("order", after: "orders", for: Self.key("acme")) else {
                Issue.record("The definition cannot follow.")
                return
            }
            guard case .unselected = await book.target("order", after: "orders", for: Self.key("bare")) else {
                Issue.record("The definition follows for a seller that it excludes.")
                return
            }
            let stranger = await book.target("order", after: "orders", for: Self.key("nobody"))
            #expect(refusal(stranger)?.contains("nobody in EU is not in the configuration") == true)
        }
    }

    @Test("cannot follow when they are not there, or in a circle")
    func refusals() async throws {
        try await withBook(Self.orders) { book in
            let target = await book.target("order", after: "orders", for: Self.key("acme"))
            #expect(refusal(target)?.contains("There is no definition 'order'") == true)
        }
        try await withBook(Self.orders, Self.order + "\nthen: {run: orders}") { book in
            let target = await book.target("order", after: "orders", for: Self.key("acme"))
            #expect(refusal(target)?.contains("in a circle: orders, then order, then orders") == true)
        }
    }
}
