import JobModel
import JobStore

extension Duration {
    /// How long something took, to the millisecond where it was quick: `340 ms`, `5 m`.
    package var took: String {
        self < .seconds(10) ? "\(max(0, microseconds) / 1000) ms" : rough
    }
}
