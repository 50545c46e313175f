import JobModel
import OperationCatalogue
import Ports
import Synchronization

/// Answers batches item by item with the statuses that a test wants, and keeps what each call asked for.
final class ItemDesk: Sendable {
    private struct State {
        var fates: [String: [Int]]
        var calls: [[String]] = []
    }

    private let padding: String
    private let state: Mutex<State>

    /// - Parameters:
    ///   - fates: The statuses of an item in its first calls; 200 afterwards.
    ///   - padding: How many bytes each success is longer.
    init(_ fates: [String: [Int]] = [:], padding: Int = 0) {
        self.padding = String(repeating: "x", count: padding)
        state = Mutex(State(fates: fates))
    }

    /// The items of each call, in their order.
    var calls: [[String]] { state.withLock { $0.calls } }

    func answer(_ request: HTTPRequest) -> HTTPResponse {
        let items = Self.items(request.body ?? [])
        let entries = state.withLock { state in
            state.calls.append(items.map(Self.name))
            return items.map { item in
                let name = Self.name(of: item)
                let statuses = state.fates[name] ?? []
                state.fates[name] = Array(statuses.dropFirst())
                return entry(name, statuses.first ?? 200)
            }
        }
        return .json(200, #"{"responses": ["# + entries.joined(separator: ", ") + "]}")
    }

    private func entry(_ name: String, _ status: Int) -> String {
        status == 200
            ? #"{"status": {"statusCode": 200}, "body": {"asin": "\#(name)", "price": 1.10, "text": "\#(padding)"}}"#
            : #"{"status":{"statusCode":\#(status)},"body":{"errors":[{"code":"No\#(status)","message":"So."}]}}"#
    }

    private static func items(_ body: [UInt8]) -> [JSONValue] {
        guard case .array(let items)? = (try? JSONValue(parsing: body))?["requests"] else { return [] }
        return items
    }

    private static func name(of item: JSONValue) -> String {
        item["asin"]?.string ?? String(item["uri"]?.string?.split(separator: "=").last ?? "")
    }

    // MARK: Jobs

    static let prices = "productPricing.getCompetitiveSummary"
    static let inventory = "externalFulfillmentInventory.batchInventory"

    /// A request for the prices of some items, which is harmless.
    static func prices(_ names: [String], output: String? = nil, maxAttempts: Int = 8) -> JobRequest {
        let items = names.map { #"{"asin":"\#($0)"}"# }
        return request(prices, items, output, maxAttempts)
    }

    /// A request to change the stock of some items, which must not be repeated blindly.
    static func stock(_ names: [String], isNumbered: Bool = true) -> JobRequest {
        let items = names.map { name in
            let number = isNumbered ? #","clientSequenceNumber":7"# : ""
            return
                #"{"method":"POST","uri":"/inventory/update?locationId=L&skuId=\#(name)","#
                + #""body":{"quantity":1\#(number)}}"#
        }
        return request(inventory, items, nil, 8)
    }

    private static func request(
        _ operation: String, _ items: [String], _ output: String?, _ maxAttempts: Int
    ) -> JobRequest {
        JobRequest(
            kind: "request", seller: "acme", operation: operation,
            body: #"{"requests":["# + items.joined(separator: ",") + "]}", maxAttempts: maxAttempts, output: output)
    }

    /// Names that differ, in order.
    static func names(_ count: Int) -> [String] { (0..<count).map { "P\($0)" } }
}
