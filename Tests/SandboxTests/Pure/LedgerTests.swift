import OperationCatalogue
import Sandbox
import Testing

@Suite struct LedgerTests {
    private func call(_ number: Int, status: Int = 200) -> LedgerRow {
        LedgerRow(
            kind: .call, at: .seconds(number), time: Instant(microseconds: 0), seller: "acme", region: .europe,
            operation: "orders.getOrders@v0", status: status, requestId: "r\(number)")
    }

    @Test func `rows are bounded while counters go on`() {
        var ledger = Ledger(rowLimit: 3)
        for number in 0..<8 { ledger.record(call(number)) }
        #expect(ledger.rows.map(\.requestId) == ["r5", "r6", "r7"])
        #expect(ledger.callCount(operation: "orders.getOrders@v0", seller: "acme", status: 200) == 8)
        #expect(ledger.callCount(status: 429) == 0)
    }

    @Test func `exchanges are counted by result`() {
        var ledger = Ledger()
        for note in [nil, "invalid_grant", nil] as [String?] {
            ledger.record(
                LedgerRow(
                    kind: .exchange, at: .zero, time: Instant(microseconds: 0), seller: "acme", operation: "lwa",
                    status: 200, requestId: "r", note: note))
        }
        #expect(ledger.exchangeCount(seller: "acme", result: "ok") == 2)
        #expect(ledger.exchangeCount(result: "invalid_grant") == 1)
        #expect(ledger.callCount() == 0)
    }

    @Test func `an effect done twice is found out`() {
        var ledger = Ledger()
        for content in ["a", "b", "a"] {
            ledger.recordEffect(
                operation: "feeds.createFeed@2021-06-30", seller: "acme", region: .europe,
                content: Fingerprint(content.utf8))
        }
        #expect(ledger.effectCount == 3)
        #expect(ledger.repeatedEffectCount == 1)
    }
}
