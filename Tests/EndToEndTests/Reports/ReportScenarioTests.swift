import Foundation
import Testing

extension ScenarioJourneys {
    @Suite("Reports")
    struct ReportScenarioTests {
        /// Each can be asked for without options, for any period.
        private static let types = [
            "GET_MERCHANT_LISTINGS_ALL_DATA", "GET_MERCHANT_LISTINGS_DATA", "GET_MERCHANT_LISTINGS_INACTIVE_DATA",
            "GET_MERCHANT_CANCELLED_LISTINGS_DATA", "GET_FLAT_FILE_OPEN_LISTINGS_DATA",
            "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL", "GET_AFN_INVENTORY_DATA",
            "GET_FBA_MYI_ALL_INVENTORY_DATA", "GET_FBA_REIMBURSEMENTS_DATA", "GET_STRANDED_INVENTORY_UI_DATA",
        ]

        /// Amazon's plan for asking for a report, and for a document's address.
        private static let (rate, burst) = (0.0167, 15)
        /// How long Amazon takes for a report.
        private static let (queued, processing) = (20.0, 40.0)

        private static func world(sellers: Int, scale: Int) -> SceneWorld {
            var world = SceneWorld(sellers: sellers)
            let plan = "{rate: \(rate), burst: \(burst)}"
            world.plans =
                "{reports.createReport: \(plan), reports.getReportDocument: \(plan), "
                + "reports.getReport: {rate: 2, burst: 15}}"
            world.reports = ["{queued: \(Int(queued))s, processing: \(Int(processing))s, document: {rows: 20}}"]
            world.settings = ["worker: {lease: 30m}", "http: {requestTimeout: 5s}"]
            world.clock = SceneWorld.clock(scale)
            return world
        }

        /// The jobs of one seller: all types of one day, then all types of the next.
        private static func lines(_ seller: String, _ count: Int) -> [String] {
            (0..<count).map { number in
                let day = number / types.count + 1
                return #"{"kind": "report", "seller": "\#(seller)", "operation": "\#(types[number % types.count])", "#
                    + #""options": {"from": "2025-01-0\#(day)T00:00:00Z", "to": "2025-01-0\#(day + 1)T00:00:00Z"}}"#
            }
        }

        /// The shortest time in which the plans allow for so many reports of one seller: each is asked for as early as
        /// can be, and so is its document.
        private static func shortest(_ count: Int) -> Double {
            var (creations, documents) = (Bucket(), Bucket())
            return (0..<count).map { _ in documents.take(at: creations.take(at: 0) + queued + processing) }.max() ?? 0
        }

        /// A token bucket, full at first, that answers when the next token can be had.
        private struct Bucket {
            private var full = -Double.infinity

            mutating func take(at now: Double) -> Double {
                let moment = max(now, full - Double(burst - 1) / rate)
                full = max(full, moment) + 1 / rate
                return moment
            }
        }

        /// What a run of many reports has come to.
        private struct Course {
            let ledger: SandboxLedger
            /// Seconds by the sandbox's clock from the first order to the last download.
            let seconds: Double
            let looksPerReport: Double
        }

        /// Has all jobs done, and checks what must hold of any number.
        private static func play(_ counts: [Int], scale: Int, _ body: (Course) -> Void) async throws {
            try await Scene.play(world(sellers: counts.count, scale: scale)) { scene in
                let jobs = zip(scene.world.sellers, counts).flatMap { lines($0.id, $1) }
                #expect(try await scene.enqueueReports(jobs) == nil)
                let drained = try await scene.drain(["--log-format", "json"])
                #expect(drained.code == 0, "\(drained.errors.suffix(2000))")
                #expect(try await scene.queue.count("state = 'succeeded' AND attempt = 0") == jobs.count)

                let ledger = try await scene.ledger(withRows: true)
                #expect(ledger.throttles.count == 0, "each 429 could have been avoided")
                #expect(ledger.complaints.count == 0 && ledger.effects.repeated == 0)
                #expect(ledger.created.count == jobs.count)
                #expect(ledger.createdReports().allSatisfy { $0.each.count == 1 })
                #expect(ledger.successes(of: Scene.getReportDocument) == jobs.count)
                let rows = ledger.rows ?? []
                let first = rows.first { $0.operation == Scene.createReport }?.at
                let last = rows.last { $0.operation == Scene.download }?.at
                let course = Course(
                    ledger: ledger, seconds: try #require(last) - (try #require(first)),
                    looksPerReport: Double(ledger.successes(of: Scene.getReport)) / Double(jobs.count))
                #expect(course.looksPerReport <= 8)
                body(course)
                print(
                    "Report scenario: \(jobs.count) reports of \(counts.count) sellers in \(Int(course.seconds)) s;",
                    "the plans allow \(Int(counts.map(shortest).max() ?? 0)) s;",
                    "\((course.looksPerReport * 10).rounded() / 10) looks at each")
            }
        }

        @Test("1,000 of 100 sellers and ten types take a tenth longer at most than the usage plans allow")
        func plans() async throws {
            // Twenty sellers have so many that the plans decide when they are done.
            let counts = (0..<100).map { $0 < 20 ? 40 : $0 % 2 == 0 ? 3 : 2 }
            #expect(counts.reduce(0, +) == 1000)
            try await Self.play(counts, scale: 60) { course in
                let shortest = counts.map(Self.shortest).max() ?? 0
                #expect(course.seconds <= shortest * 1.1, "\(course.seconds) s, and \(shortest) s were possible")
                #expect(course.seconds >= shortest * 0.95, "the sandbox holds nobody back")
            }
        }

        @Test("1,000 that may all be asked for at once are asked for at once, and looked at seldom")
        func atOnce() async throws {
            try await Self.play(Array(repeating: 10, count: 100), scale: 15) { course in
                // A report that is done just after a look is seen at the next.
                #expect(course.seconds <= 300, "\(course.seconds) s")
                #expect(course.looksPerReport <= 6)
            }
        }
    }
}
