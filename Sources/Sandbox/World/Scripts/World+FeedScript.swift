extension World {
    /// How feeds go. The first script that fits holds; without one a feed takes between 20 seconds and two and a half
    /// minutes, behind the seller's earlier ones, and is done.
    package struct FeedScript: Sendable, Hashable {
        /// How a feed ends.
        package enum Outcome: String, Sendable, Hashable, CaseIterable {
            /// Messages whose SKU begins with `BAD` fail, those with `WARN` are warned of, others are accepted.
            case done
            case cancelled, fatal
            /// Done, and every message failed.
            case onlyErrors
        }

        /// The feed type, or `*` for every one.
        package var type: String
        /// The seller's id, or `nil` for every seller.
        package var seller: String?
        /// For how many feeds it holds; `nil` means for all.
        package var times: Int?
        /// How long it waits; 10 to 30 seconds, always the same for one feed, when `nil`.
        package var queued: Duration?
        /// How long it is worked on; 10 seconds to two minutes, always the same for one feed, when `nil`.
        package var processing: Duration?
        /// How it ends.
        package var outcome: Outcome
        /// What the document of one that is fatal says; it has none when `nil`.
        package var explanation: String?

        /// Creates a script.
        package init(
            type: String = "*", seller: String? = nil, times: Int? = nil, queued: Duration? = nil,
            processing: Duration? = nil, outcome: Outcome = .done, explanation: String? = nil
        ) {
            self.type = type
            self.seller = seller
            self.times = times
            self.queued = queued
            self.processing = processing
            self.outcome = outcome
            self.explanation = explanation
        }
    }
}
