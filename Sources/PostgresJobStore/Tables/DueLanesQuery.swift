/// Asks for lanes that are due, those that are due for longest first. Reads lane_due or lane_urgent; for lanes without a
/// seller, of which there are few, lane_key.
///
/// Its values: the application, the present, how many; those of `besideLimits`; those of the share.
struct DueLanesQuery {
    /// Whether it is about lanes without a seller, or about those of sellers.
    let isGrantless: Bool
    /// Whether only lanes with urgent jobs count.
    let isUrgentOnly: Bool
    /// Whether lanes of certain shared limits do not count, an array.
    let besideLimits: Bool
    /// Whether rows are locked, as far as nobody else has them: the lane, or the seller.
    let locks: Bool

    /// All in one order.
    var sql: String { select(limit: "$3") }

    /// First the lanes of the worker's own sellers and those that everybody may take, then what is missing of the others.
    ///
    /// Its further values: how many workers there are, this one's place, and since when a lane must have been due for
    /// everybody to take it.
    var sharedSQL: String {
        let first = besideLimits ? 5 : 4
        let isOwn = "(l.next_at <= $\(first + 2) OR (\(Self.hash)) % $\(first)::bigint = $\(first + 1)::bigint)"
        return """
            WITH own AS MATERIALIZED (
                \(select(limit: "$3", where: isOwn))
            ), others AS MATERIALIZED (
                \(select(limit: "$3 - (SELECT count(*) FROM own)", where: "NOT \(isOwn)"))
            )
            SELECT * FROM own UNION ALL SELECT * FROM others
            """
    }

    /// A number below 256 in which neighbours differ: by the remainder alone a worker would have all of a region's sellers
    /// where each seller has been written down for one region and then for another. The factor is 65536 over the golden
    /// ratio.
    private static let hash = "(l.authorization_id * 40503 & 65535) >> 8"

    private func select(limit: String, where condition: String? = nil) -> String {
        let (writer, source) =
            isGrantless
            ? ("0", "lane l") : ("a.writer", "lane l JOIN \"authorization\" a ON a.id = l.authorization_id")
        return """
            SELECT l.id, l.next_at, l.turn, l.authorization_id, l.application_limiter_id, \(writer) FROM \(source)
            WHERE l.application_id = $1\(isGrantless ? " AND coalesce(l.authorization_id, 0) = 0" : "")
                AND l.next_at IS NOT NULL AND l.next_at <= $2\(isUrgentOnly ? " AND l.has_urgent" : "")
                \(besideLimits ? "AND coalesce(l.application_limiter_id, 0) <> ALL($4::bigint[])" : "")
                \(condition.map { "AND \($0)" } ?? "")
            ORDER BY l.next_at, l.turn LIMIT \(limit)
            \(locks ? "FOR NO KEY UPDATE OF \(isGrantless ? "l" : "a") SKIP LOCKED" : "")
            """
    }
}
