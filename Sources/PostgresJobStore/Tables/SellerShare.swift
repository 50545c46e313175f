import JobModel
import JobStore

/// Which sellers a worker serves before all others, where several workers share a queue.
///
/// Each seller is some worker's by a hash of its number. Where everybody served whoever is due next, each worker would read
/// anew what the others have just changed, and meet their locks. It is a preference and nothing depends on it: a lane that
/// has been due for a while is anybody's, and so is every due lane for a worker that finds too few of its own.
struct SellerShare: Sendable, Hashable {
    /// How long a lane that is due is left to the worker whose seller it is: what it may cost a seller each time that its
    /// worker has no hand free. 200 ms.
    static let courtesy = Duration.milliseconds(200)
    /// The share of a worker that is alone, or knows of no other.
    static let all = SellerShare(workers: 1, place: 0)

    /// How many workers there are.
    let workers: Int
    /// This worker's place among them, from 0 on.
    let place: Int

    /// - Parameter claiming: The workers that live and take jobs, in an order that is the same for all.
    init(of worker: WorkerID, among claiming: [WorkerID]) {
        // One that is not among them is about to stop, or takes none for now.
        guard let place = claiming.firstIndex(of: worker), claiming.count > 1 else {
            self = .all
            return
        }
        self.init(workers: claiming.count, place: place)
    }

    private init(workers: Int, place: Int) {
        self.workers = workers
        self.place = place
    }
}
