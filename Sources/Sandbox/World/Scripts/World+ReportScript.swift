extension World {
    /// How reports go. The first script that fits holds; without one a report takes between 20 seconds and two and a
    /// half minutes and is done.
    package struct ReportScript: Sendable, Hashable {
        /// How a report ends.
        package enum Outcome: String, Sendable, Hashable, CaseIterable {
            case done, cancelled, fatal
            /// Done; asked for again within ``ReportScript/minInterval``, the call is refused with 429.
            case throttle
        }

        /// The report type, or `*` for every one.
        package var type: String
        /// The seller's id, or `nil` for every seller.
        package var seller: String?
        /// For how many reports it holds; `nil` means for all.
        package var times: Int?
        /// How long it waits; 10 to 30 seconds, always the same for one report, when `nil`.
        package var queued: Duration?
        /// How long it is worked on; 10 seconds to two minutes, always the same for one report, when `nil`.
        package var processing: Duration?
        /// How it ends.
        package var outcome: Outcome
        /// What its document is like.
        package var document: DocumentShape
        /// What the document of one that is fatal says; it has none when `nil`.
        package var explanation: String?
        /// One that is asked for again sooner, by the same seller for the same marketplaces, is cancelled.
        package var minInterval: Duration?

        /// Creates a script.
        package init(
            type: String = "*", seller: String? = nil, times: Int? = nil, queued: Duration? = nil,
            processing: Duration? = nil, outcome: Outcome = .done, document: DocumentShape = DocumentShape(),
            explanation: String? = nil, minInterval: Duration? = nil
        ) {
            self.type = type
            self.seller = seller
            self.times = times
            self.queued = queued
            self.processing = processing
            self.outcome = outcome
            self.document = document
            self.explanation = explanation
            self.minInterval = minInterval
        }
    }
}
