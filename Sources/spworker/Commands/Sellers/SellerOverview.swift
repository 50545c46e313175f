import JobModel
import JobStore
import OperationCatalogue
import Secrets
import SellerJobs

/// One seller in one region: what is configured and what the store knows.
struct SellerOverview {
    let key: AuthorizationKey
    /// Its configuration; `nil` when only the store knows it any more.
    let settings: SellerSettings?
    /// What became of its calls; `nil` before its first job.
    let row: AuthorizationRow?
    let lanes: [LaneRecord]
    /// The access token that the worker holds, without the token; `nil` when it holds none, or nobody asked.
    var token: TokenRow?

    /// Every configured seller, and those that only the store knows, by name.
    ///
    /// - Parameter configuration: With the sellers that were found elsewhere.
    static func all(_ configuration: Configuration, store: any QueueReading) async throws -> [SellerOverview] {
        let rows = try await store.authorizations()
        let lanes = Dictionary(grouping: try await store.lanes()) { $0.lane.authorizationID }
        return all(configuration.sellers, rows, lanes)
    }

    /// Brings configuration and store together.
    static func all(
        _ sellers: [SellerSettings], _ rows: [AuthorizationRow], _ lanes: [Int64?: [LaneRecord]]
    ) -> [SellerOverview] {
        var settings: [AuthorizationKey: SellerSettings] = [:]
        for seller in sellers {
            settings[
                AuthorizationKey(application: seller.application, seller: seller.id, region: seller.region.rawValue)] =
                seller
        }
        let known = Dictionary(rows.map { ($0.key, $0) }) { $1 }
        return Set(settings.keys).union(known.keys)
            .sorted { ($0.seller, $0.region, $0.application) < ($1.seller, $1.region, $1.application) }
            .map { key in
                SellerOverview(
                    key: key, settings: settings[key], row: known[key], lanes: known[key].flatMap { lanes[$0.id] } ?? []
                )
            }
    }

    /// The state; a seller without a job is active, as nothing is known against it.
    var state: AuthorizationState { row?.state ?? .active }

    /// The state with what qualifies it.
    var stateText: String {
        // Nothing is wrong with the credentials of one who has left.
        var words = settings == nil && row?.hasLeft ?? false ? [] : [state.word]
        if row?.pauseReason != nil { words.append("paused") }
        if settings == nil { words.append("not configured") }
        return words.joined(separator: ", ")
    }

    /// How the state looks.
    var style: Style? { row?.pauseReason != nil ? .warning : state.style }

    /// Waiting jobs over all lanes.
    var waiting: Int { lanes.map(\.waiting).reduce(0, +) }

    /// Waiting jobs that cannot run before somebody acts.
    var parked: Int { row?.isParked ?? false ? waiting : 0 }

    /// Why it does not work.
    var reason: String? { row?.pauseReason ?? row?.failure?.message }

    /// When the seller must authorize the application anew, as far as the configuration tells.
    var renewal: YearlyRenewal? { settings?.renewal }

    /// Since when the oldest waiting job could have run as far as its own time goes.
    var oldestDueAt: Timestamp? { lanes.filter { $0.waiting > 0 }.compactMap(\.lane.jobAt).min() }

    /// The seller as programs read it.
    var json: JSONValue {
        .object([
            "seller": .string(key.seller), "region": .string(key.region), "application": .string(key.application),
            "configured": .bool(settings != nil), "state": .string(state.word), "since": .time(row?.since),
            "error": row?.failure?.json ?? .null, "blockedUntil": .time(row?.blockedUntil),
            "pauseReason": .text(row?.pauseReason), "lastGoodAt": .time(row?.lastGoodAt), "waiting": .count(waiting),
            "parked": .count(parked), "running": .count(row?.running ?? 0), "sellerId": .text(settings?.sellerId),
            "marketplaces": .texts(settings?.marketplaces.map(\.id) ?? []),
            "refreshToken": .text(settings?.refreshToken.description), "sandbox": .bool(settings?.sandbox ?? false),
            "tags": .texts(settings?.tags ?? []),
            "authorizedAt": .time(renewal?.authorizedAt), "renewBy": .time(renewal?.renewBy),
            "token": token.map {
                .object(["obtainedAt": .time($0.obtainedAt), "expiresAt": .time($0.expiresAt)])
            } ?? .null,
        ])
    }
}

extension [SellerOverview] {
    /// The same sellers with what is known of their tokens.
    func withTokens(_ session: QueueSession) async throws -> [SellerOverview] {
        var tokens: [AuthorizationKey: TokenRow] = [:]
        for token in try await session.heldTokens() {
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
