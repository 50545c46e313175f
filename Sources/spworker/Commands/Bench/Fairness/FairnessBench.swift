import Foundation
import JobModel
import Ports

/// Plays a worker with many busy sellers in virtual time: with plans as most operations have them, with fast ones, and
/// with too few runs for all.
struct FairnessBench: Bench {
    static let name = "fairness"

    var plan = FairnessPlan()

    func run(in site: BenchSite) async throws -> BenchReport {
        let start = site.composition.timekeeper.monotonic()
        let usual = try await play(plan, in: site)
        let fast = try await play(plan.fast, in: site)
        let scarce = try await play(plan.scarce, in: site)
        let time = site.composition.timekeeper.monotonic() - start
        return BenchReport(
            bench: Self.name, lines: usual.lines + fast.linesOfFast + scarce.linesOfScarce,
            conditions: [
                ("sellers", usual.sellers), ("plans", usual.plans), ("runs", "more than all plans together need"),
                ("fast", "\(fast.plans); \(fast.sellers); up to \(fast.plan.perSeller) runs each"),
                ("few runs", "\(scarce.plan.concurrency) at a time; \(scarce.sellers)"),
                ("calls", "70 to 210 ms, 20 to 60 of them on the way"),
                ("time", "virtual, from full buckets on; \(Spread.hundredths(time.seconds)) s in all"),
            ],
            note:
                "Queue, limits, lanes and the worker's decisions are the real ones; Amazon is a model with the "
                + "published plans. A share is the part of the calls that the plan allowed which were made. Plans of "
                + "burst 1 pay for a margin of 100 ms a call, without which calls that come in unevenly would be refused. "
                + "With few runs, a fair part is what all calls that were made come to when each seller gets as many, or "
                + "as many as its plan allows; plans of burst 1 cannot make up for the time they wait.")
    }

    private func play(_ plan: FairnessPlan, in site: BenchSite) async throws -> FairnessFigures {
        try await site.with("fairness") { folder in
            let clock = VirtualClock()
            let world = FairnessWorld(
                plan: plan, clock: clock, worker: WorkerID(site.composition.random.identifier()),
                random: site.composition.random)
            site.say("putting the jobs of \(plan.sellers) sellers in ...")
            let lanes = try await site.composition.withBenchStore(
                at: folder.appending(path: "queue.db").path, clock: { clock.now }, perSeller: plan.perSeller
            ) { store in
                try await world.run(on: store) { site.say($0) }
            }
            return FairnessFigures(plan: plan, lanes: lanes)
        }
    }
}
