import Foundation
import JobModel
import JobStore
import OperationCatalogue

/// A queue file with very many waiting jobs, as measurements of depth, memory and start need it.
///
/// The first job of each seller goes in through the store, so that lanes and sellers are what they always are. The
/// others are copies that SQL makes, thousands with a statement: through the store a million would take most of a
/// minute before anything is measured.
struct Backlog: Sendable {
    /// The application that all jobs belong to.
    static let application = "bench"
    /// The region of all sellers.
    static let region = Region.europe
    /// What every job asks for.
    static let operation = "orders.getOrder@2026-01-01"

    /// How many jobs wait.
    let jobs: Int
    /// How many sellers have them, in turn, each in one lane.
    let sellers: Int

    /// The most sellers that a backlog is spread over.
    static let mostSellers = 10_000

    /// A backlog with at least four jobs a seller, as many as one visit of a lane takes, so that a claim has the same
    /// to do however many wait.
    ///
    /// - Parameter sellers: The most sellers.
    init(jobs: Int, sellers: Int = Backlog.mostSellers) {
        self.jobs = max(1, jobs)
        self.sellers = min(sellers, max(1, jobs / 4))
    }

    /// The seller with a number from 1.
    static func seller(_ number: Int) -> AuthorizationKey {
        AuthorizationKey(application: application, seller: "seller\(number)", region: region.rawValue)
    }

    /// A job of a seller, with the plan that Amazon publishes.
    static func job(of seller: AuthorizationKey) throws -> NewJob {
        NewJob(
            kind: "request", lane: LaneKey(authorization: seller, operation: operation), plan: try plan(),
            authorization: seller, operation: operation, parameters: QueueLoad.parameters)
    }

    /// The plan that Amazon publishes for ``operation``.
    static func plan() throws -> LanePlan {
        let plan = try OperationCatalogue.builtIn.operation(named: operation).plan ?? .unpublished
        return LanePlan(rate: plan.rate, burst: plan.burst)
    }

    // MARK: Files

    /// Makes a file of this backlog's own in `folder`.
    ///
    /// A site's other benches may want the same: the original is made once and stays until the command ends, and this
    /// is a copy of it.
    ///
    /// - Returns: The file's path.
    /// - Throws: `Failure`, `StoreError`, `CancellationError`.
    func file(in folder: URL, of site: BenchSite) async throws -> String {
        let original = site.folder.appending(path: "backlog-\(jobs)-\(sellers).db")
        if !FileManager.default.fileExists(atPath: original.path) {
            site.say("putting \(jobs) jobs of \(sellers) sellers into a file ...")
            // In a folder of its own: of a draft that fails nothing is left for the next bench to stumble over.
            try await site.with("draft") { folder in
                let draft = folder.appending(path: "queue.db")
                try await fill(draft.path, site.composition)
                try await Offload.run { try FileManager.default.moveItem(at: draft, to: original) }
            }
        }
        let copy = folder.appending(path: "queue.db")
        try await Offload.run {
            do { try FileManager.default.copyItem(at: original, to: copy) } catch {
                throw Failure(
                    .no,
                    "error: the file of \(jobs) jobs cannot be copied inside of \(site.disk). Is there room? Name another "
                        + "folder with --directory.")
            }
        }
        return copy.path
    }

    private func fill(_ path: String, _ composition: Composition) async throws {
        try await composition.withBenchStore(at: path) { store in
            for start in stride(from: 1, through: sellers, by: QueueLoad.chunk) {
                try Task.checkCancellation()
                let last = min(start + QueueLoad.chunk - 1, sellers)
                _ = try await store.enqueue((start...last).map { try Self.job(of: Self.seller($0)) })
            }
        }
        let rest = jobs - sellers
        guard rest > 0 else { return }
        let seeds = sellers
        try await OffloadedLoop.run { isStopped in
            try BacklogCopies(path: path, seeds: seeds).add(.waiting, rest, isStopped: isStopped)
        }
    }
}
