import JobModel
import JobStore

/// A seller that needs attention: why, and what to do.
struct StuckSeller {
    let seller: String
    let region: String
    let path: String
    let tone: String
    let word: String
    let since: Instant
    let jobs: String
    let reason: String?
    let advice: String

    init(_ record: AuthorizationRecord, now: Timestamp) {
        let row = record.row
        let isPaused = row.pauseReason != nil && row.state == .active
        seller = row.key.seller
        region = row.key.region
        path = Links.seller(row.key)
        tone = row.state.parksJobs ? "bad" : "warning"
        word = isPaused ? "paused" : row.state.word
        since = row.since.shown(now)
        jobs = record.waitingText
        reason = isPaused ? row.pauseReason : row.failure?.message
        advice = SellerAdvice.words(row, now: now)
    }
}

extension AuthorizationRecord {
    /// How many jobs wait, in words.
    var waitingText: String { Words.number(waiting) + (hasMore ? "+" : "") }
}
