package import JobStore

/// What is known of one place of sellers, from one listing to the next.
package struct SellerPlace: Sendable {
    /// What a listing brought.
    package enum News: Sendable, Equatable {
        /// Nothing new.
        case same
        /// Sellers came or went, or it is the first listing ever.
        case changed
        /// It came back empty all of a sudden: the next one must agree, an interval later.
        case doubted
    }

    /// The last listing that is believed, from whichever process; `nil` before the first one.
    package private(set) var row: SellerListingRow?
    /// Whether the last listing failed.
    package private(set) var isFailing = false
    /// When it first came back empty, by the monotonic clock.
    private var emptySince: Duration?

    /// - Parameter kept: What an earlier process found.
    package init(kept: SellerListingRow?) {
        row = kept
    }

    /// The names that count.
    package var names: [String] { row?.names ?? [] }

    /// Takes a listing in.
    ///
    /// A right that is taken away, another account or another region may look like an empty place: all sellers are let
    /// go only when it still looks so one interval later.
    ///
    /// - Parameters:
    ///   - listed: The place's row as it was found.
    ///   - instant: When the listing began, by the monotonic clock.
    ///   - interval: How long emptiness must last.
    package mutating func took(_ listed: SellerListingRow, at instant: Duration, interval: Duration) -> News {
        isFailing = false
        if listed.names.isEmpty, !names.isEmpty {
            let since = emptySince ?? instant
            emptySince = since
            if instant - since < interval { return .doubted }
        }
        emptySince = nil
        let isNew = row?.names != listed.names
        row = listed
        return isNew ? .changed : .same
    }

    /// Takes in that a listing failed: what is known stays. Returns whether it is the first failure in a row.
    package mutating func failed() -> Bool {
        defer { isFailing = true }
        return !isFailing
    }
}
