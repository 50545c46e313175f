import JobModel
import JobStore

/// Which sellers a worker serves before all others, where several workers share a queue.
///
/// Each seller is some worker's by its number. Where everybody served whoever is due next, each worker would read anew what
/// the others have just changed, and wait for their locks. It is a preference and nothing depends on it: a lane that has
/// been due for a while is anybody's, and so is every due lane for a worker that finds too few of its own.
struct SellerShare: Sendable, Hashable {
    /// How long a lane that is due is left to the worker whose seller it is. 1 s.
    static let courtesy = Duration.seconds(1)
    /// The share of a worker that is alone, or knows of no other.
    static let all = SellerShare(workers: 1, place: 0)

    /// How many workers there are.
    let workers: Int
    /// This worker's place among them, from 0 on.
    let place: Int

    /// - Parameter living: The workers that have a lease and go on claiming, in an order that is the same for all.
    init(of worker: WorkerID, among living: [WorkerID]) {
        // One that is not among them is about to stop.
        guard let place = living.firstIndex(of: worker), living.count > 1 else {
            self = .all
            return
        }
        self.init(workers: living.count, place: place)
    }

    private init(workers: Int, place: Int) {
        self.workers = workers
        self.place = place
    }
}
