import Foundation
import JobModel
import JobStore
import Ports

/// A queue file with something of everything that pages show.
struct DashboardBacklog: Sendable {
    /// Of so many sellers one is revoked.
    private static let revokedOfEach = 100
    /// A definition whose fires are for nobody but whoever runs it by hand.
    static let definition = "yearly"

    let jobs: Int
    let sellers: Int

    /// How many jobs may run now.
    var waiting: Int { jobs * 2 / 5 }
    /// How many failed.
    private var failed: Int { jobs / 20 }
    /// How many are for a later day.
    private var future: Int { jobs / 10 }
    /// How many are done.
    private var succeeded: Int { jobs - waiting - failed - future }
    /// How many sellers' calls work.
    var active: Int { sellers - sellers / Self.revokedOfEach }

    /// Puts the file where the setup has its database, and the definitions where it has those.
    ///
    /// - Throws: `Failure`, `StoreError`, `CancellationError`.
    func make(in setup: BenchSetup, of site: BenchSite) async throws {
        let backlog = Backlog(jobs: waiting, sellers: sellers)
        let path = try await backlog.file(in: setup.place, of: site)
        site.say("adding \(jobs - waiting) jobs that are done, failed or for later ...")
        let minute = site.composition.realTimekeeper.wallMicroseconds() / 60_000_000
        try await OffloadedLoop.run { isStopped in
            let copies = try BacklogCopies(path: path, seeds: backlog.sellers)
            try copies.add(.succeeded, succeeded, isStopped: isStopped)
            try copies.add(.failed, failed, isStopped: isStopped)
            try copies.add(.future, future, isStopped: isStopped)
            try Self.addPast(before: minute, to: path)
        }
        try await site.composition.withBenchStore(at: path) { store in
            for number in stride(from: Self.revokedOfEach, through: sellers, by: Self.revokedOfEach) {
                let failure = JobFailure(
                    kind: "invalidGrant", message: "Login with Amazon gave no token.", status: 400,
                    requestID: "bench-\(number)")
                try await store.change(
                    AuthorizationChange(key: Backlog.seller(number), state: .revoked, failure: failure))
            }
        }
        try await Offload.run { try writeDefinitions(in: setup.place) }
    }

    /// Counts of a day's minutes, for the charts.
    private static func addPast(before minute: Int64, to path: String) throws {
        try RawConnection(path: path).execute(
            """
            WITH RECURSIVE minutes (ago) AS (SELECT 1 UNION ALL SELECT ago + 1 FROM minutes WHERE ago < 1440),
                names (name) AS (VALUES (0), (1), (2), (5), (6), (7), (8))
            INSERT INTO tally (minute, name, value)
            SELECT \(minute) - ago, name, 50 + (ago * 37 + name * 101) % 90 FROM minutes, names WHERE true
                ON CONFLICT DO NOTHING
            """)
    }

    private func writeDefinitions(in place: URL) throws {
        let folder = place.appending(path: "jobs")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in [Self.definition, "\(Self.definition)-too"] {
            try BenchSetup.write(
                """
                name: \(name)
                schedule: "0 3 1 1 *"
                timezone: Europe/Berlin
                sellers: all
                job: {operation: \(Backlog.operation), params: {orderId: 902-1845936-5435065}}

                """, to: folder.appending(path: "\(name).yaml"))
        }
    }
}
