import JobModel
import Overview

/// One thing to know, and what to do about it.
struct FindingView {
    let findingTone: String
    /// What it says, up to the first time in it.
    let findingText: String
    let findingAt: Instant?
    let findingRest: String
    /// The page that tells more.
    let findingPath: String?
    let findingLink: String?
    /// A command that helps.
    let findingCommand: String?
    /// What to do where no command helps.
    let findingHint: String?

    init(_ finding: Health.Finding, now: Timestamp) {
        findingTone = finding.style.tone
        (findingText, findingAt, findingRest) = Instant.first(in: finding.text, now: now)
        (findingPath, findingLink) =
            switch finding.topic {
            case .workers: (Section.workers.path, "Workers")
            case .jobs: (Section.jobs.path, "Jobs")
            case .quarantine: (Links.list(.jobs, ["state": JobState.quarantined.word]), "Decide")
            case .application(let name): (Links.application(name), "Look at it")
            case .seller(let key), .renewal(let key): (Links.seller(key), "Look at it")
            case .sellers: (Section.sellers.path, "Sellers")
            case .renewals: (Links.list(.sellers, ["state": SellerStanding.renewal.rawValue]), "See them")
            case .inbox, .hooks: (nil, nil)
            }
        let isCommand = finding.more?.hasPrefix("spworker ") ?? false
        // Where a page tells more, the command that tells the same is not needed; one that does something is.
        let isShown = findingPath == nil || finding.topic == .workers
        findingCommand = isCommand && isShown ? finding.more : nil
        findingHint = isCommand ? nil : finding.more
    }
}
