import JobModel
import JobStore
import OperationCatalogue
import Sandbox

/// What the demo came to.
struct DemoEnd: Sendable {
    /// One seller's part.
    struct Row: Sendable {
        let seller: String
        let region: String
        let application: String
        /// What the worker knows of the authorization at the end.
        var state: AuthorizationState?
        var jobs = 0
        var succeeded = 0
        /// Jobs that ended otherwise.
        var failed = 0
        /// Failed attempts that were repeated.
        var retries = 0
        let calls: Int
        let throttled: Int
        let expected: DemoExchanges
        let exchanges: DemoExchanges
        /// What the script did to the seller.
        let note: String
    }

    let script: DemoScript
    let folder: DemoFolder
    let expected: DemoExpectation
    let tally: DemoTally
    let counts: [JobState: Int]
    let rows: [Row]
    let results: DemoFolder.Results
    /// Real time.
    let seconds: Duration
    /// Amazon's time.
    let virtualSeconds: Duration
    let moments: [DemoMoment]
    /// A job with a story: one that failed and was repeated, or else the first.
    let story: JobID?
    /// What is not as the script says, a sentence each.
    private let scriptProblems: [String]
    /// What came of the night that followed; `nil` before it.
    var night: DemoNightEnd?

    init(
        script: DemoScript, folder: DemoFolder, tally: DemoTally, counts: [JobState: Int], records: [JobRecord],
        results: DemoFolder.Results, seconds: Duration, virtualSeconds: Duration, moments: [DemoMoment]
    ) {
        self.script = script
        self.folder = folder
        expected = DemoExpectation(script)
        self.tally = tally
        self.counts = counts
        rows = Self.rows(script, expected, tally, records)
        self.results = results
        self.seconds = seconds
        self.virtualSeconds = virtualSeconds
        self.moments = moments
        story = (records.last { $0.row.attempt > 0 } ?? records.last)?.row.id
        scriptProblems =
            DemoVerdict(
                expected: expected, names: rows.map(\.seller), tally: tally, counts: counts,
                retries: rows.map(\.retries), files: results.files
            ).problems
    }

    /// What is not as it should be, a sentence each.
    var problems: [String] { scriptProblems + (night?.problems ?? []) }

    /// Whether everything went as the script says, and the night as its definitions say.
    var isOK: Bool { problems.isEmpty }

    /// All sellers' exchanges by cause.
    var exchanges: DemoExchanges {
        rows.reduce(into: DemoExchanges()) { sum, row in
            sum.first += row.exchanges.first
            sum.expired += row.exchanges.expired
            sum.witness += row.exchanges.witness
            sum.wrongSecret += row.exchanges.wrongSecret
            sum.revoked += row.exchanges.revoked
            sum.unexplained += row.exchanges.unexplained
        }
    }

    /// Failed attempts that were repeated.
    var retries: Int { rows.reduce(0) { $0 + $1.retries } }

    private static func rows(
        _ script: DemoScript, _ expected: DemoExpectation, _ tally: DemoTally, _ records: [JobRecord]
    ) -> [Row] {
        let bySeller = Dictionary(grouping: records) { $0.authorization?.key.seller ?? "" }
        return script.world.sellers.enumerated().map { place, seller in
            let own = bySeller[seller.id] ?? []
            let due = expected.shares[place].exchanges
            var row = Row(
                seller: seller.id, region: seller.region.rawValue, application: seller.application,
                calls: tally.shares[seller.id]?.calls ?? 0, throttled: tally.shares[seller.id]?.throttled ?? 0,
                expected: due, exchanges: tally.exchanges(of: seller.id, expected: due), note: script.note(place))
            row.state = own.first?.authorization?.state
            row.jobs = own.count
            row.succeeded = own.count { $0.row.state == .succeeded }
            row.failed = own.count { $0.row.state.isFinal && $0.row.state != .succeeded }
            row.retries = own.reduce(0) { $0 + $1.row.attempt }
            return row
        }
    }
}
