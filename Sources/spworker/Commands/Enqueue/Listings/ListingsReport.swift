import JobModel
import JobStore
import OperationCatalogue
import Overview
import SellerJobs

/// Says what became of a file of messages.
struct ListingsReport {
    let feeds: ListingsFeeds
    /// What each feed was checked to be.
    let admitted: [Admission]
    /// What became of each.
    let enqueued: [Enqueued]

    /// The jobs.
    var ids: [JobID] { enqueued.map(\.id) }

    /// What looks odd, each thing once.
    var warnings: [String] {
        var warnings: [String] = []
        for warning in admitted.flatMap(\.warnings) where !warnings.contains(warning) { warnings.append(warning) }
        if enqueued.count > 1 {
            warnings.append(
                "Amazon advises one feed of a type every 20 minutes, and these are \(enqueued.count): each is sent as soon as "
                    + "its turn comes.")
        }
        return warnings
    }

    /// `12000 messages in 3 feeds for acme/EU: 3 new jobs (ids 12-14).`
    var text: String {
        let seller = admitted.first?.job.authorization.map { " for \($0.seller)/\($0.region)" } ?? ""
        let what = "\(counted(feeds.messages, "message")) in \(counted(feeds.feeds.count, "feed"))\(seller)"
        guard let first = ids.first, let last = ids.last else { return "\(what)." }
        if first == last, isDuplicate(0) { return "Job \(first) with this key is there already; nothing was added." }
        let jobs = first == last ? "job \(first)" : "\(ids.count) jobs (ids \(first)-\(last))"
        return "\(what): \(jobs)."
    }

    /// The same for programs.
    var json: JSONValue {
        let jobs = zip(feeds.feeds, enqueued).enumerated().map { index, job -> JSONValue in
            .object([
                "id": .integer(job.1.id.value), "duplicate": .bool(isDuplicate(index)),
                "messages": .count(job.0.messages), "bytes": .count(job.0.bytes),
                "firstLine": .count(job.0.lines.lowerBound), "lastLine": .count(job.0.lines.upperBound),
            ])
        }
        return .object([
            "jobs": .array(jobs), "messages": .count(feeds.messages), "warnings": .array(warnings.map { .string($0) }),
        ])
    }

    private func isDuplicate(_ index: Int) -> Bool {
        if case .duplicate = enqueued[index] { true } else { false }
    }
}
