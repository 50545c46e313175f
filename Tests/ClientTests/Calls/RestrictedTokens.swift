import OperationCatalogue
import Sandbox
import Secrets
import Synchronization

/// Restricted data tokens by seller and operation. A sandbox that does not ask for them gives none.
final class RestrictedTokens: Sendable {
    private let tokens = Mutex<[String: Secret]>([:])

    /// The body of `tokens.createRestrictedDataToken` for a call.
    static func body(for call: PreparedCall) -> [UInt8] {
        let operation = call.operation
        // Amazon takes the templates of paths, but for report documents.
        let path = operation.id == "getReportDocument" ? call.path : operation.path
        var resource: [String: JSONValue] = ["method": .string(operation.method), "path": .string(path)]
        if !operation.restrictedDataElements.isEmpty {
            resource["dataElements"] = .array(operation.restrictedDataElements.map { .string($0) })
        }
        return Array(JSONValue.object(["restrictedResources": .array([.object(resource)])]).text.utf8)
    }

    /// Keeps the token of an answer, if there is one in it.
    func keep(_ answer: JSONValue, for operation: Operation, of seller: World.Seller) {
        guard let token = answer["restrictedDataToken"]?.string else { return }
        tokens.withLock { $0[Self.name(operation, seller)] = Secret(token) }
    }

    /// The token to send, or `nil` when the access token will do.
    func token(for operation: Operation, of seller: World.Seller) -> Secret? {
        tokens.withLock { $0[Self.name(operation, seller)] }
    }

    private static func name(_ operation: Operation, _ seller: World.Seller) -> String {
        "\(seller.id) \(operation.name)"
    }
}
