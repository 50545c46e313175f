/// Who plays which part in the demo. Sellers are named by their place, from 0.
struct DemoCast: Sendable, Hashable {
    /// The least sellers for the parts that there must be.
    static let least = 3

    /// How many sellers there are.
    let count: Int
    /// The seller whose access token Amazon calls expired before its time.
    let expiring = 0
    /// The seller whom Amazon grants less than the catalogue says.
    let throttled = 1
    /// The seller who has revoked the authorization.
    let revoked = 2
    /// The seller of the same application who is asked whether Amazon works: the first by name, while no job has run yet.
    let witness = 0
    /// The sellers of the second application, whose client secret is wrong at first. Empty with fewer than four sellers.
    let second: Range<Int>
    /// The sellers whose calls are answered with 503 for a while: up to three healthy ones of region EU, or the first seller
    /// when there is none.
    let troubled: [Int]

    /// Casts so many sellers, at least `least`. They are spread over three regions in turn, the second of which is EU.
    init(sellers count: Int) {
        self.count = count
        let others = count < 4 ? 0 : max(1, count * 3 / 20)
        second = (count - others)..<count
        let healthy = Array(stride(from: 4, to: second.lowerBound, by: 3).prefix(3))
        troubled = healthy.isEmpty ? [0] : healthy
    }
}
