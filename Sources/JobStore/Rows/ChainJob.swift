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
}
