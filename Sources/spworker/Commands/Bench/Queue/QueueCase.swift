import Overview

/// A way in which `bench queue` spreads its jobs and limits its lanes.
struct QueueCase: Sendable, Hashable {
    /// What tells its figures' keys from those of the others.
    let suffix: String
    /// For people.
    let words: String
    /// Over how many lanes the jobs are spread.
    let lanes: Int
    /// Whether lanes have Amazon's limits and wait for them, in virtual time.
    var hasRates = false
    /// The part of the bare loop's speed that should be reached.
    var goal: BenchGoal?

    /// All cases, in the order in which they are measured.
    static func all(_ plan: QueueBenchPlan) -> [QueueCase] {
        [
            QueueCase(suffix: "", words: counted(plan.lanes, "lane"), lanes: plan.lanes),
            QueueCase(
                suffix: "4", words: "4 jobs a lane", lanes: max(1, plan.jobs / 4), goal: .atLeast(0.35, reach: 0.6)),
            QueueCase(suffix: "1", words: "1 job a lane", lanes: plan.jobs, goal: .atLeast(0.22, reach: 0.4)),
            QueueCase(
                suffix: "Rates", words: "\(counted(plan.lanes, "lane")), Amazon's rates", lanes: plan.lanes,
                hasRates: true),
        ]
    }
}
