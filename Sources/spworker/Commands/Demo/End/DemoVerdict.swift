import JobModel
import Overview

/// Compares what happened with what the script provokes. Pure.
struct DemoVerdict: Sendable {
    let expected: DemoExpectation
    /// The sellers' names, in their order.
    let names: [String]
    let tally: DemoTally
    let counts: [JobState: Int]
    /// Repeated attempts by the seller's place.
    let retries: [Int]
    /// Files among the results.
    let files: Int

    /// What is not as it should be, a sentence each.
    var problems: [String] {
        jobProblems + sellerProblems + callProblems
    }

    private var jobProblems: [String] {
        var problems: [String] = []
        for state in JobState.allCases where state != .succeeded {
            compare("jobs \(state.word)", counts[state] ?? 0, 0, &problems)
        }
        compare("jobs succeeded", counts[.succeeded] ?? 0, expected.jobs, &problems)
        compare("files with results", files, expected.files, &problems)
        return problems
    }

    private var sellerProblems: [String] {
        var problems: [String] = []
        for (place, name) in names.enumerated() {
            let share = expected.shares[place]
            let exchanges = tally.exchanges(of: name, expected: share.exchanges)
            if exchanges != share.exchanges {
                problems.append(
                    "\(name): \(counted(share.exchanges.good, "good exchange")) and \(share.exchanges.refused) refused were "
                        + "due; there were \(exchanges.total), \(exchanges.unexplained) of them unexplained.")
            }
            compare("retries of \(name)", retries[place], share.retries, &problems)
        }
        let strangers = tally.shares.keys.filter { !names.contains($0) }
        if !strangers.isEmpty { problems.append("There were requests that belong to no seller.") }
        return problems
    }

    private var callProblems: [String] {
        var problems: [String] = []
        compare(
            "calls without those that repeat a throttled one", tally.calls - tally.throttled, expected.calls, &problems)
        compare("calls that post something", tally.effects, expected.posts, &problems)
        compare("posts that were made twice", tally.repeatedEffects, 0, &problems)
        compare("avoidable throttles", tally.avoidable, 0, &problems)
        if tally.provoked < expected.throttled { problems.append("The throttled seller was not throttled.") }
        compare("calls that a correct client never makes", tally.complaints, 0, &problems)
        return problems
    }

    private func compare(_ what: String, _ actual: Int, _ due: Int, _ problems: inout [String]) {
        if actual != due { problems.append("\(what): \(actual) instead of \(due).") }
    }
}
