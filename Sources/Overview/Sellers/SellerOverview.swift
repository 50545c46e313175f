package import JobModel
package import JobStore
package import OperationCatalogue

/// One seller in one region: what is configured and what the store knows.
package struct SellerOverview: Sendable {
    package let key: AuthorizationKey
    /// Its configuration; `nil` when only the store knows it any more.
    package let configured: ConfiguredSeller?
    /// What became of its calls; `nil` before its first job.
    package let row: AuthorizationRow?
    package let lanes: [LaneRecord]
    /// The access token that the worker holds, without the token; `nil` when it holds none, or nobody asked.
    package var token: TokenRow?

    package init(
        key: AuthorizationKey, configured: ConfiguredSeller?, row: AuthorizationRow?, lanes: [LaneRecord],
        token: TokenRow? = nil
    ) {
        self.key = key
        self.configured = configured
        self.row = row
        self.lanes = lanes
        self.token = token
    }

    /// Brings configuration and store together: every configured seller, and those that only the store knows, by name.
    ///
    /// - Parameter lanes: By the row of the authorization that they belong to.
    package static func all(
        _ sellers: [ConfiguredSeller], _ rows: [AuthorizationRow], _ lanes: [Int64?: [LaneRecord]]
    ) -> [SellerOverview] {
        let configured = Dictionary(sellers.map { ($0.key, $0) }) { $1 }
        let known = Dictionary(rows.map { ($0.key, $0) }) { $1 }
        return Set(configured.keys).union(known.keys)
            .sorted { ($0.seller, $0.region, $0.application) < ($1.seller, $1.region, $1.application) }
            .map { key in
                SellerOverview(
                    key: key, configured: configured[key], row: known[key],
                    lanes: known[key].flatMap { lanes[$0.id] } ?? [])
            }
    }

    /// The state; a seller without a job is active, as nothing is known against it.
    package var state: AuthorizationState { row?.state ?? .active }

    /// The state with what qualifies it.
    package var stateText: String {
        // Nothing is wrong with the credentials of one who has left.
        var words = configured == nil && row?.hasLeft ?? false ? [] : [state.word]
        if row?.pauseReason != nil { words.append("paused") }
        if configured == nil { words.append("not configured") }
        return words.joined(separator: ", ")
    }

    /// How the state looks.
    package var style: Style? { row?.pauseReason != nil ? .warning : state.style }

    /// Waiting jobs over all lanes.
    package var waiting: Int { lanes.map(\.waiting).reduce(0, +) }

    /// Waiting jobs that cannot run before the seller's authorization works again.
    package var parked: Int { row?.hold == .parked ? waiting : 0 }

    /// Waiting jobs that cannot run before somebody lifts the seller's pause.
    package var paused: Int { row?.hold == .paused ? waiting : 0 }

    /// Why it does not work.
    package var reason: String? { row?.pauseReason ?? row?.failure?.message }

    /// When the seller must authorize the application anew, as far as the configuration tells.
    package var renewal: YearlyRenewal? { configured?.renewal }

    /// Since when the oldest waiting job could have run as far as its own time goes.
    package var oldestDueAt: Timestamp? { lanes.filter { $0.waiting > 0 }.compactMap(\.lane.jobAt).min() }

    /// The seller as programs read it.
    package var json: JSONValue {
        .object([
            "seller": .string(key.seller), "region": .string(key.region), "application": .string(key.application),
            "configured": .bool(configured != nil), "state": .string(state.word), "since": .time(row?.since),
            "error": row?.failure?.json ?? .null, "blockedUntil": .time(row?.blockedUntil),
            "pauseReason": .text(row?.pauseReason), "lastGoodAt": .time(row?.lastGoodAt), "waiting": .count(waiting),
            "parked": .count(parked), "paused": .count(paused), "running": .count(row?.running ?? 0),
            "sellerId": .text(configured?.sellerID),
            "marketplaces": .texts(configured?.marketplaces.map(\.id) ?? []),
            "refreshToken": .text(configured?.refreshToken), "sandbox": .bool(configured?.isSandbox ?? false),
            "tags": .texts(configured?.tags ?? []),
            "authorizedAt": .time(renewal?.authorizedAt), "renewBy": .time(renewal?.renewBy),
            "token": token.map {
                .object(["obtainedAt": .time($0.obtainedAt), "expiresAt": .time($0.expiresAt)])
            } ?? .null,
        ])
    }
}

extension [SellerOverview] {
    /// The same sellers with what is known of their tokens.
    package func with(_ held: [TokenRow]) -> [SellerOverview] {
        var tokens: [AuthorizationKey: TokenRow] = [:]
        for token in held {
            guard let key = token.authorization else { continue }
            // The newer one counts while the old one's end has not been told yet.
            if let other = tokens[key], other.obtainedAt > token.obtainedAt { continue }
            tokens[key] = token
        }
        return map { seller in
            var seller = seller
            seller.token = tokens[seller.key]
            return seller
        }
    }
}
