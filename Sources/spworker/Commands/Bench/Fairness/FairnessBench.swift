import Foundation
import JobModel
import Ports

/// Plays a worker with many busy sellers in virtual time.
struct FairnessBench: Bench {
    static let name = "fairness"

    var plan = FairnessPlan()

    func run(in site: BenchSite) async throws -> BenchReport {
        try await site.with("fairness") { folder in
            let clock = VirtualClock()
            let world = FairnessWorld(
                plan: plan, clock: clock, worker: WorkerID(site.composition.random.identifier()),
                random: site.composition.random)
            let start = site.composition.timekeeper.monotonic()
            site.say("putting the jobs of \(plan.sellers) sellers in ...")
            let lanes = try await site.composition.withBenchStore(
                at: folder.appending(path: "queue.db").path, clock: { clock.now }
            ) { store in
                try await world.run(on: store) { site.say($0) }
            }
            return FairnessFigures(plan: plan, lanes: lanes)
                .report(took: site.composition.timekeeper.monotonic() - start)
        }
    }
}
