package import JobModel

/// The job that makes what follows the success of another one. It makes no call: what it needs of a lane is a place in the
/// queue of its seller.
package enum ChainJob {
    /// The kind that runs it.
    package static let kind = "chain"
    /// The lane's operation, which is none of Amazon's.
    package static let lane = "spworker.chain"
    /// So many may run at once for a seller; they give their permits back.
    package static let plan = LanePlan(rate: 100, burst: 10)

    /// The lane's operation of jobs that rest because `definition`, which they are to run, is paused.
    package static func restingLane(_ definition: String) -> String { "\(lane).\(definition)" }

    /// The definition that jobs in a lane with this operation wait for; `nil` for lanes where nothing rests.
    package static func restingFor(_ operation: String) -> String? {
        operation.hasPrefix(lane + ".") ? String(operation.dropFirst(lane.count + 1)) : nil
    }

    /// Why such a lane is paused.
    static func pauseReason(_ definition: String) -> String { "the definition \(definition) is paused" }
}
