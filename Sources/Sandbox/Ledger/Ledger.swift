package import OperationCatalogue

/// Everything that was asked of the sandbox. Counters go on for ever; single entries are kept up to a bound.
package struct Ledger: Sendable {
    /// What token exchanges are counted by.
    package struct ExchangeKey: Sendable, Hashable {
        /// The seller's id, or `nil` for grantless exchanges and unknown refresh tokens.
        package var seller: String?
        /// The seller's region.
        package var region: Region?
        /// The application's id, or `nil` when the client id is unknown.
        package var application: String?
        /// `ok`, the login's error code, or the fault that was injected.
        package var result: String
    }

    /// What calls are counted by.
    package struct CallKey: Sendable, Hashable {
        /// `family.operation@version`, or the method for paths that mean nothing.
        package var operation: String
        /// The seller's id, or `nil` for grantless calls and unknown tokens.
        package var seller: String?
        /// The region that was called.
        package var region: Region?
        /// The status that was sent; 0 when the connection was closed or left hanging.
        package var status: Int
    }

    /// A call that was over its usage plan.
    package struct Throttle: Sendable, Hashable {
        /// Time since the sandbox started.
        package var at: Duration
        /// `family.operation@version`.
        package var operation: String
        /// The seller's id, or `nil` for grantless calls.
        package var seller: String?
        /// The region that was called.
        package var region: Region?
        /// How much later the call would have been let through, had no other come before it.
        package var early: Duration
        /// Whether the application's limit was hit rather than the seller's.
        package var isApplicationLimit: Bool
    }

    /// Something that a correct client never does.
    package struct Complaint: Sendable, Hashable {
        /// Time since the sandbox started.
        package var at: Duration
        /// `family.operation@version`, or `lwa`.
        package var operation: String
        /// The seller's id, where it is known.
        package var seller: String?
        /// What was wrong.
        package var message: String
    }

    /// What creations are counted by: two that have all of it in common were asked for in the same words.
    package struct CreationKey: Sendable, Hashable {
        /// `family.operation@version`.
        package var operation: String
        /// The seller's id, or `nil` for what applications create.
        package var seller: String?
        /// The region that was called.
        package var region: Region?
        /// The body of the call as it came.
        package var body: String
    }

    /// Something that a call created.
    package struct Creation: Sendable, Hashable {
        /// Its id.
        package var id: String
        /// Time since the sandbox started.
        package var at: Duration
        /// The wall clock at that time.
        package var time: Instant
        /// For a feed the SHA-256 of what was uploaded: the body names nothing but the document.
        package var contentHash: String?
    }

    /// How many token exchanges there were, by seller and result.
    package private(set) var exchanges: [ExchangeKey: Int] = [:]
    /// How many calls there were, by operation, seller, region and status.
    package private(set) var calls: [CallKey: Int] = [:]
    /// How many calls were over a usage plan: each could have been avoided by a client that keeps to the plan. A 429
    /// that was injected as a fault is not among them.
    package private(set) var throttleCount = 0
    /// The first of these calls, at most `Ledger.detailLimit`.
    package private(set) var throttles: [Throttle] = []
    /// How many complaints there were.
    package private(set) var complaintCount = 0
    /// The first complaints, at most `Ledger.detailLimit`.
    package private(set) var complaints: [Complaint] = []
    /// How many calls changed something.
    package private(set) var effectCount = 0
    /// How many of these did what an earlier call had done: same seller, operation, path, query and body.
    package private(set) var repeatedEffectCount = 0
    /// What was created, in the order of creation: reports, feeds, queries, subscriptions and destinations. With a
    /// client that repeats nothing, each key has one. At most `Ledger.creationLimit` in all.
    package private(set) var creations: [CreationKey: [Creation]] = [:]
    /// How many things were created.
    package private(set) var creationCount = 0
    /// How many restricted data tokens were minted.
    package private(set) var mintCount = 0
    private var effects: Set<EffectKey> = []
    private var ring: [LedgerRow] = []
    private var oldest = 0

    private struct EffectKey: Hashable {
        var operation: String
        var seller: String?
        var region: Region?
        var content: UInt64
    }

    /// The most rows that are kept.
    package static let rowLimit = 200_000
    /// The most throttled calls, and the most complaints, that are kept one by one.
    package static let detailLimit = 1000
    /// The most creations that are kept one by one.
    package static let creationLimit = 100_000

    private let rowLimit: Int

    /// Creates an empty ledger that keeps the last `rowLimit` rows.
    package init(rowLimit: Int = Ledger.rowLimit) {
        self.rowLimit = rowLimit
    }

    /// The rows that are kept, oldest first.
    package var rows: [LedgerRow] { Array(ring[oldest...] + ring[..<oldest]) }

    /// Adds a request.
    package mutating func record(_ row: LedgerRow) {
        switch row.kind {
        case .exchange:
            let key = ExchangeKey(
                seller: row.seller, region: row.region, application: row.application, result: row.note ?? "ok")
            exchanges[key, default: 0] += 1
        case .call:
            let key = CallKey(operation: row.operation, seller: row.seller, region: row.region, status: row.status)
            calls[key, default: 0] += 1
        }
        if ring.count < rowLimit {
            ring.append(row)
        } else if rowLimit > 0 {
            ring[oldest] = row
            oldest = (oldest + 1) % rowLimit
        }
    }

    /// Adds something that was created.
    package mutating func record(_ creation: Creation, as key: CreationKey) {
        creationCount += 1
        if creationCount <= Self.creationLimit { creations[key, default: []].append(creation) }
    }

    /// Adds a call that was over its plan. The call itself is recorded too.
    package mutating func record(_ throttle: Throttle) {
        throttleCount += 1
        if throttles.count < Self.detailLimit { throttles.append(throttle) }
    }

    /// Counts a restricted data token.
    package mutating func recordMint() { mintCount += 1 }

    /// Adds a complaint.
    package mutating func record(_ complaint: Complaint) {
        complaintCount += 1
        if complaints.count < Self.detailLimit { complaints.append(complaint) }
    }

    /// Counts a change.
    ///
    /// - Parameter content: The fingerprint of path, query and body.
    package mutating func recordEffect(operation: String, seller: String?, region: Region?, content: Fingerprint) {
        effectCount += 1
        let key = EffectKey(operation: operation, seller: seller, region: region, content: content.value)
        guard !effects.contains(key) else {
            repeatedEffectCount += 1
            return
        }
        if effects.count < Self.rowLimit { effects.insert(key) }
    }

    /// How many calls there were that fit; a member left out fits all.
    package func callCount(operation: String? = nil, seller: String? = nil, status: Int? = nil) -> Int {
        calls.reduce(0) { sum, entry in
            let fits =
                (operation == nil || entry.key.operation == operation) && (seller == nil || entry.key.seller == seller)
                && (status == nil || entry.key.status == status)
            return fits ? sum + entry.value : sum
        }
    }

    /// How many exchanges there were that fit; a member left out fits all.
    package func exchangeCount(seller: String? = nil, result: String? = nil) -> Int {
        exchanges.reduce(0) { sum, entry in
            let fits = (seller == nil || entry.key.seller == seller) && (result == nil || entry.key.result == result)
            return fits ? sum + entry.value : sum
        }
    }
}
