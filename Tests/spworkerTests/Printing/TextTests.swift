import JobModel
import JobStore
import OperationCatalogue
import Overview
import Testing

@testable import spworker

@Suite("What people read")
struct TextTests {
    @Test(
        "Instants are told from now",
        arguments: [
            (-3 * 86_400, "3 d ago"), (-7200, "2 h ago"), (-600, "10 m ago"), (-89, "89 s ago"), (0, "just now"),
            (5, "in 5 s"),
            (180, "in 3 m"),
        ])
    func ages(seconds: Int, text: String) {
        #expect((Records.now + .seconds(seconds)).told(Records.now) == text)
    }

    @Test("Less than a second ahead is not now")
    func soon() {
        #expect((Records.now + .milliseconds(10)).told(Records.now) == "in less than a second")
    }

    @Test(
        "Rates have as many decimals as they need",
        arguments: [(0.5, "0.5/s"), (2, "2/s"), (0.0167, "0.0167/s"), (1.0 / 86_400, "1 a day")])
    func rates(rate: Double, text: String) {
        #expect(LanePlan(rate: rate, burst: 1).rateText == text)
    }

    @Test("Control characters do not reach the terminal")
    func plain() {
        #expect("a\u{1B}[31mb\r\n\tc".plain == "a [31mb c")
        #expect("abcdef".cut(to: 4) == "abc…")
        #expect("abcd".cut(to: 4) == "abcd")
    }

    @Test("Fields stand below one another, and missing ones are left out")
    func fields() {
        var fields = Fields()
        fields.add("Job", "42")
        fields.add("Error", nil)
        fields.add("State", "failed")
        #expect(fields.lines == ["Job    42", "State  failed"])
    }

    @Test("An operation's example names what a call needs, and leaves out what the configuration fills in")
    func example() throws {
        let operation = try OperationCatalogue.builtIn.operation(named: "fbaInventory.getInventorySummaries")
        let example = OperationPicture(operation).example
        #expect(example.hasPrefix("spworker enqueue request \(operation.name) --seller SELLER"))
        #expect(example.contains("--param granularityType=Marketplace"))
        #expect(!example.contains("marketplaceIds="))
    }

    @Test("A paged operation tells where its items lie, or that they are in no single list")
    func items() throws {
        let orders = try OperationCatalogue.builtIn.operation(named: "orders.getOrders@v0")
        #expect(OperationPicture(orders).fields.lines.contains { $0.contains("payload.Orders of the answer") })
        #expect(orders.detail["pagination"]?["itemsField"] == "payload.Orders")
        let events = try OperationCatalogue.builtIn.operation(named: "finances.listFinancialEvents@v0")
        #expect(OperationPicture(events).fields.lines.contains { $0.contains("in no single list") })
        #expect(events.detail["pagination"]?["itemsField"] == .null)
    }

    @Test("A batch operation tells that its items are looked at one by one, and how many there may be")
    func batches() throws {
        let offers = try OperationCatalogue.builtIn.operation(named: "productPricing.getItemOffersBatch")
        #expect(
            OperationPicture(offers).fields.lines.contains { $0.contains("up to 20 items in requests of the body") })
        #expect(offers.detail["batch"]?["mostItems"] == 20 && offers.detail["batch"]?["itemsField"] == "requests")
        let fees = try OperationCatalogue.builtIn.operation(named: "productFees.getMyFeesEstimates")
        #expect(OperationPicture(fees).fields.lines.contains { $0.contains("up to 20 items in the body, a list") })
        let orders = try OperationCatalogue.builtIn.operation(named: "orders.getOrders@v0")
        #expect(!OperationPicture(orders).fields.lines.contains { $0.contains("sent again") })
        #expect(orders.detail["batch"] == .null)
    }

    @Test("Every operation can be pictured")
    func pictures() {
        for operation in OperationCatalogue.builtIn.all {
            let lines = OperationPicture(operation).fields.lines
            #expect(lines.allSatisfy { !$0.contains("Optional(") && !$0.contains("nil") }, "\(operation.name)")
        }
    }
}
