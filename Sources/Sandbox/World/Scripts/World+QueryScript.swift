extension World {
    /// How Data Kiosk queries go. The first script that fits holds; without one a query takes between 20 seconds and
    /// two and a half minutes and has one page of ten rows.
    package struct QueryScript: Sendable, Hashable {
        /// How a query ends.
        package enum Outcome: String, Sendable, Hashable, CaseIterable {
            case done, cancelled, fatal
            /// Done without a document: there is no data.
            case empty
        }

        /// A part of the query's text, for example the name of a dataset, or `*` for every query.
        package var contains: String
        /// The seller's id, or `nil` for every seller.
        package var seller: String?
        /// For how many queries it holds, each page counted; `nil` means for all.
        package var times: Int?
        /// How long it waits; 10 to 30 seconds, always the same for one query, when `nil`.
        package var queued: Duration?
        /// How long it is worked on; 10 seconds to two minutes, always the same for one query, when `nil`.
        package var processing: Duration?
        /// How it ends.
        package var outcome: Outcome
        /// How many pages there are: each but the first is asked for by a query of its own.
        package var pages: Int
        /// How many rows a page has.
        package var rowsPerPage: Int
        /// Whether the documents are compressed, of which the storage tells by Content-Encoding.
        package var compression: DocumentShape.Compression
        /// What the document of one that is fatal says.
        package var explanation: String

        /// Creates a script.
        package init(
            contains: String = "*", seller: String? = nil, times: Int? = nil, queued: Duration? = nil,
            processing: Duration? = nil, outcome: Outcome = .done, pages: Int = 1, rowsPerPage: Int = 10,
            compression: DocumentShape.Compression = .gzip, explanation: String = QueryScript.usualExplanation
        ) {
            self.contains = contains
            self.seller = seller
            self.times = times
            self.queued = queued
            self.processing = processing
            self.outcome = outcome
            self.pages = pages
            self.rowsPerPage = rowsPerPage
            self.compression = compression
            self.explanation = explanation
        }

        /// What Amazon might say.
        package static let usualExplanation = "The query could not be processed: a field is not available."
    }
}
