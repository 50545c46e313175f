import JobModel
import JobStore
import Overview

/// What a seller's page says.
struct SellerView {
    let seller: String
    let region: String
    let tone: String
    let word: String
    let since: Instant?
    let probe: ProbeView?
    let reasons: [ReasonView]
    let facts: [Fact]
    let tags: [String]
    let waiting: String
    let waitingNote: String
    let waitingTone: String
    let running: String
    let jobsPath: String
    let waitingPath: String
    let runningPath: String
    let lanes: [LaneLine]
    let hasLanes: Bool
    let laneCount: String
    let lanesPath: String
    let events: [EventView]
    let actions: SellerActionsView

    init(_ sight: SellerSight, probe: SellerProbe?) {
        let (story, now) = (sight.story, sight.story.now)
        let overview = story.seller
        let key = overview.key
        seller = key.seller
        region = key.region
        tone = overview.style.tone
        word = overview.stateText
        since = overview.row?.since.shown(now)
        self.probe = probe.map { ProbeView($0) }
        reasons = story.reasons.map { ReasonView($0) }
        facts = SellerFacts(story).all
        tags = overview.configured?.tags ?? []
        let isParked = story.parkedSince != nil && overview.waiting > 0
        waiting = sight.record?.waitingText ?? "0"
        waitingTone = !isParked ? "none" : overview.row?.hold == .paused ? "warning" : "bad"
        waitingNote = isParked ? "\(story.holdWord) since \(story.parkedSince?.told(now) ?? "a while")" : "waiting"
        running = Words.number(overview.row?.running ?? 0)
        jobsPath = Links.list(.jobs, ["seller": key.seller])
        waitingPath = Links.list(.jobs, ["seller": key.seller, "state": JobState.waiting.word])
        runningPath = Links.list(.jobs, ["seller": key.seller, "state": JobState.running.word])
        lanes = overview.lanes.map { LaneLine($0, now: now) }
        hasLanes = !lanes.isEmpty
        laneCount = Words.number(lanes.count) + (lanes.count >= SellerSight.mostLanes ? "+" : "")
        lanesPath = Links.list(
            .lanes, ["seller": key.seller, "region": key.region, "application": key.application])
        events = story.events.map { EventView($0, now: now) }
        actions = SellerActionsView(overview)
    }
}

/// What holds something up, and what to do.
struct ReasonView {
    let sentence: String
    let cure: String?

    init(_ reason: Explanation.Reason) {
        sentence = reason.sentence
        cure = reason.cure
    }
}

/// What came of a probe.
struct ProbeView {
    let probeTone: String
    let probeWords: String
    let isOpen: Bool

    init(_ probe: SellerProbe) {
        probeTone = probe.tone.rawValue
        probeWords = probe.words
        isOpen = probe.isOpen
    }
}

/// A name and what it stands for.
struct Fact {
    let factName: String
    var factText: String?
    /// A further remark, or when it was.
    var factInstant: Instant?
    var factTone: String?
    var factPath: String?
    var isCode = false
}

/// What operators can do to the seller.
struct SellerActionsView {
    let name: String
    let probePath: String
    let canProbe: Bool
    let pausePath: String
    let canPause: Bool
    let resumePath: String
    let canResume: Bool
    let resumeWarning: String?

    init(_ overview: SellerOverview) {
        let isPaused = overview.row?.pauseReason != nil
        name = overview.name
        probePath = Links.seller(overview.key, "probe")
        canProbe = overview.configured != nil
        pausePath = Links.seller(overview.key, "pause")
        canPause = !isPaused
        resumePath = Links.seller(overview.key, "resume")
        canResume = isPaused || overview.state != .active
        resumeWarning =
            overview.state == .active
            ? nil
            : "It is \(overview.state.word) and will be taken for active without asking Amazon. Trying it asks first."
    }
}
