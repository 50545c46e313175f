import OperationCatalogue
import Sandbox
import Testing

@Suite struct PathRouterTests {
    private static let operations = OperationCatalogue.builtIn.all
    private static let router = PathRouter(operations)

    @Test func `every operation of the catalogue is found by its own path`() {
        for (index, operation) in Self.operations.enumerated() {
            let path = operation.path.split(separator: "/").map { $0.hasPrefix("{") ? "x%2Fy" : String($0) }
            let match = Self.router.match(method: operation.method, path: "/" + path.joined(separator: "/"))
            #expect(match?.operation == index, "\(operation.name)")
            #expect(match?.values == path.filter { $0 == "x%2Fy" })
        }
    }

    @Test(arguments: [
        "/", "", "/orders/v0", "/orders/v0/orders/", "/orders/v0/orders//orderItems", "/orders/v9/orders",
        "/auth/o2/token", "orders/v0/orders",
    ])
    func `other paths mean nothing`(path: String) {
        #expect(Self.router.match(method: "GET", path: path) == nil)
    }

    @Test func `another method means nothing`() {
        #expect(Self.router.match(method: "DELETE", path: "/orders/v0/orders") == nil)
    }
}

/// The operation of the catalogue with this full name; ends the tests when there is none.
func sandboxOperation(_ name: String) -> Operation {
    guard let operation = OperationCatalogue.builtIn.all.first(where: { $0.name == name }) else {
        preconditionFailure("the catalogue has no operation \(name)")
    }
    return operation
}
