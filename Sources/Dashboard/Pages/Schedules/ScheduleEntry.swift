import JobModel
import JobStore
import Overview

/// A definition's seller in the list of its sellers.
struct ScheduleEntry {
    let name: String
    let seller: String
    let region: String
    let sellerPath: String
    let word: String
    let tone: String
    let job: Int64?
    let jobPath: String?
    let why: String?
    let lastSuccess: Instant?
    let cursor: String?
    let lag: String?
    let next: Instant?
    let isPaused: Bool

    init(_ standing: ScheduleStanding, now: Timestamp) {
        let row = standing.row
        name = "\(row.key.seller)/\(row.key.region)"
        seller = row.key.seller
        region = row.key.region
        sellerPath = Links.seller(
            AuthorizationKey(application: row.application, seller: row.key.seller, region: row.key.region))
        let result = standing.result
        // A waiting job and a running one are the same in numbers, and not for those who look.
        word =
            result == .open
            ? standing.last?.word ?? result.word : result == .failed ? standing.last?.word ?? "" : result.word
        tone = result.style.tone
        job = row.lastJob?.value
        jobPath = standing.last == nil ? nil : row.lastJob.map { "/jobs/\($0)" }
        why = row.pauseReason
        lastSuccess = row.lastSuccessAt?.shown(now)
        cursor = row.cursor
        lag = row.cursor.flatMap { Timestamp(iso8601: $0) }.map { "\(max(.zero, now - $0).rough) behind now" }
        next = row.pauseReason == nil ? row.nextFireAt?.shown(now) : nil
        isPaused = row.pauseReason != nil
    }
}
