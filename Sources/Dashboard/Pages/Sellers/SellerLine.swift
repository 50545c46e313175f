import JobModel
import JobStore
import Overview

/// A seller in the list.
struct SellerLine {
    let seller: String
    let region: String
    /// The application, where there are several.
    let owner: String?
    let path: String
    let tone: String
    let word: String
    let since: Instant?
    let waiting: String
    /// Where its jobs are; `nil` when none wait.
    let waitingPath: String?
    /// How many of them wait until somebody acts, and what for.
    let held: String
    let heldTone: String
    let lastGood: Instant?
    let renewBy: String?
    let renewTone: String
    let renewNote: String?
    let tags: [String]
    let isTagged: Bool
    let reason: String?

    init(_ entry: SellerListing.Entry, hasApplications: Bool, now: Timestamp) {
        let (overview, record) = (entry.seller, entry.record)
        let key = overview.key
        seller = key.seller
        region = key.region
        owner = hasApplications ? key.application : nil
        path = Links.seller(key)
        tone = overview.style.tone
        word = overview.stateText
        let isTrouble = overview.state != .active
        since = isTrouble ? overview.row?.since.shown(now) : nil
        waiting = record?.waitingText ?? "0"
        waitingPath =
            record?.waiting ?? 0 == 0
            ? nil : Links.list(.jobs, ["seller": key.seller, "state": JobState.waiting.word])
        let hold = record.flatMap { $0.waiting > 0 ? $0.row.hold : nil }
        held = hold.map { "\(record?.waitingText ?? "") \($0.rawValue)" } ?? "0"
        heldTone =
            switch hold {
            case .paused?: "warning"
            case nil: "none"
            default: "bad"
            }
        lastGood = overview.row?.lastGoodAt?.shown(now)
        renewBy = overview.renewal.map { YearlyRenewal.date($0.renewBy) }
        (renewTone, renewNote) =
            switch overview.renewal?.standing(at: now) {
            case .due?: ("warning", "due")
            case .passed?: ("bad", "passed")
            case .early?, nil: ("none", nil)
            }
        tags = overview.configured?.tags ?? []
        isTagged = !tags.isEmpty
        reason = isTrouble || overview.row?.pauseReason != nil ? overview.reason : nil
    }
}
