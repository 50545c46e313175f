import SellerJobs

/// How finished reports are waited for.
package struct ReportSettings: Sendable, Equatable {
    /// The time before the first look. Defaults to 15 s; the time doubles from look to look.
    package var firstPoll: Duration = .seconds(15)
    /// The longest time between two looks. Defaults to 5 min.
    package var maxPoll: Duration = .seconds(300)
    /// When a report that is still not done counts as failed. Defaults to 12 h.
    package var giveUpAfter: Duration = .seconds(12 * 3600)

    /// The defaults.
    package init() {}

    init(_ section: SettingSection) {
        let poll = section.section("poll")
        firstPoll = poll.duration("first", atLeast: .seconds(1)) ?? firstPoll
        maxPoll = poll.duration("max", atLeast: .seconds(1)) ?? max(maxPoll, firstPoll)
        giveUpAfter = section.duration("giveUpAfter", atLeast: .seconds(60)) ?? giveUpAfter
        if maxPoll < firstPoll {
            poll.report("max", "it is shorter than first (\(DurationText.text(firstPoll)))", "make it at least as long")
        }
    }

    /// The settings as jobs go by them.
    var pace: PollPace { PollPace(first: firstPoll, max: maxPoll, giveUpAfter: giveUpAfter) }
}
