import JobModel
import JobStore
import Logging
import Ports
import Secrets
import Synchronization

/// The steps of finding sellers and putting them in force.
extension SellerWatch {
    /// The most names that are taken from one place.
    static let mostNames = 100_000
    /// So many names and flaws are told in one line of the log.
    private static let told = 5

    private var now: Timestamp { Timestamp(microseconds: timekeeper.wallMicroseconds()) }

    /// What earlier processes found in the book's places.
    func kept(for book: any SellerBook) async throws -> [SellerSource: SellerPlace] {
        var places: [SellerSource: SellerPlace] = [:]
        for source in book.sources {
            places[source] = SellerPlace(kept: try await store.keptSellers(source: source.key))
        }
        return places
    }

    /// Lists every place. Returns whether anything changed.
    func list(_ book: any SellerBook) async -> Bool {
        guard let listing else { return false }
        let start = timekeeper.monotonic()
        state.withLock { $0.listedAt = start }
        var isNew = false
        for source in book.sources {
            do throws(SecretError) {
                isNew = took(try await listing.names(in: source), source, at: start) || isNew
            } catch {
                // A worker that stops has nothing to complain of.
                if Task.isCancelled { return isNew }
                failed(error, source)
            }
        }
        return isNew
    }

    private func took(_ names: [String], _ source: SellerSource, at start: Duration) -> Bool {
        let row = SellerListingRow(source: source.key, names: Array(names.prefix(Self.mostNames)), listedAt: now)
        let (news, wasFailing) = state.withLock { state in
            var place = state.places[source] ?? SellerPlace(kept: nil)
            let wasFailing = place.isFailing
            let news = place.took(row, at: start, interval: pace.places)
            state.places[source] = place
            if news != .doubted { state.unsaved[source] = row }
            return (news, wasFailing)
        }
        if names.count > Self.mostNames {
            logger.warning(
                "A place holds more sellers than can be served; the rest is left out.",
                metadata: ["place": "\(source)", "found": "\(names.count)", "most": "\(Self.mostNames)"])
        }
        if news == .doubted {
            logger.warning(
                """
                A place of sellers looks empty all of a sudden. Its sellers stay unless it still does at the next look; \
                check the account, the region and the rights of this worker.
                """, metadata: ["place": "\(source)"])
        } else if wasFailing {
            logger.notice("A place of sellers can be listed again.", metadata: ["place": "\(source)"])
        }
        return news == .changed
    }

    private func failed(_ error: SecretError, _ source: SellerSource) {
        let (isFirst, row) = state.withLock { state in
            var place = state.places[source] ?? SellerPlace(kept: nil)
            let isFirst = place.failed()
            state.places[source] = place
            return (isFirst, place.row)
        }
        guard isFirst else { return }
        var metadata: Logger.Metadata = ["place": "\(source)", "reason": "\(error)"]
        guard let row else {
            logger.warning("A place of sellers cannot be listed, and nothing is known of it yet.", metadata: metadata)
            return
        }
        metadata["sellers"] = "\(row.names.count)"
        metadata["listed"] = "\(row.listedAt.told(now))"
        logger.warning("A place of sellers cannot be listed; those found last stay.", metadata: metadata)
    }

    /// Reads files, and puts everybody in force who is known.
    func putInForce(_ book: any SellerBook) async throws {
        let roll = try await book.roll(state.withLock { $0.places.mapValues(\.names) })
        tell(of: roll)
        let before = Set(keeper.directory.current.sellers.keys)
        let after = Set(roll.directory.sellers.keys)
        let (come, gone) = (after.subtracting(before), before.subtracting(after))
        // First written down, then in force: what is told is told once, whatever happens in between.
        try await save(Self.remarks(come: come, gone: gone))
        keeper.directory.replace(with: roll.directory)
        state.withLock { state in
            state.isBehind = false
            state.mayRetry = false
        }
        if !gone.isEmpty { _ = await keeper.forgetTokens { gone.contains($0) } }
        if !come.isEmpty || !gone.isEmpty {
            logger.notice(
                "The sellers changed.",
                metadata: [
                    "added": "\(Self.words(come))", "removed": "\(Self.words(gone))", "sellers": "\(after.count)",
                ])
        }
    }

    /// Writes down what was listed since the last time, and what that changed.
    func save(_ remarks: [SellerRemark]) async throws {
        let rows = state.withLock { $0.unsaved }
        guard !rows.isEmpty || !remarks.isEmpty else { return }
        try await store.keepSellers(rows.values.sorted { $0.source < $1.source }, telling: remarks)
        state.withLock { $0.unsaved = [:] }
    }

    private static func remarks(come: Set<AuthorizationKey>, gone: Set<AuthorizationKey>) -> [SellerRemark] {
        let removed =
            "It is not among the sellers any more. Its jobs wait until it is back; cancel them if it never is."
        return gone.sorted(by: isBefore).map { SellerRemark(key: $0, kind: "sellerRemoved", message: removed) }
            + come.sorted(by: isBefore).map {
                SellerRemark(key: $0, kind: "sellerAdded", message: "It is among the sellers now; its jobs can run.")
            }
    }

    private static func isBefore(_ left: AuthorizationKey, _ right: AuthorizationKey) -> Bool {
        (left.seller, left.region, left.application) < (right.seller, right.region, right.application)
    }

    private static func words(_ keys: Set<AuthorizationKey>) -> String {
        let some = keys.sorted(by: isBefore).prefix(told).map { "\($0.seller)/\($0.region)" }
        return keys.isEmpty
            ? "none" : "\(keys.count) (\(some.joined(separator: ", "))\(keys.count > told ? ", ..." : ""))"
    }

    private func tell(of roll: SellerRoll) {
        if roll.strangers > 0 {
            logger.debug(
                "Some names in places of sellers are no sellers by the way they are written.",
                metadata: ["names": "\(roll.strangers)"])
        }
        guard !roll.flaws.isEmpty else { return state.withLock { $0.complaint = "" } }
        complain(
            "Some names in places of sellers cannot be used.",
            [
                "count": "\(roll.flaws.count)",
                "reasons": "\(roll.flaws.prefix(Self.told).joined(separator: "; "))",
            ])
    }

    /// Warns, unless it is what was said last.
    func complain(_ message: Logger.Message, _ metadata: Logger.Metadata) {
        let text = "\(message) \(metadata.sorted { $0.key < $1.key })"
        let isNew = state.withLock { state in
            defer { state.complaint = text }
            return state.complaint != text
        }
        if isNew { logger.warning(message, metadata: metadata) }
    }
}
