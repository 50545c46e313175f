import ArgumentParser
import SellerJobs

/// The kinds of jobs that can be enqueued by a command of their own.
enum EnqueueKinds {
    /// One kind.
    struct Kind {
        /// The kind's name, and the command's.
        let name: String
        let command: any AsyncParsableCommand.Type
        /// What follows the name.
        let arguments: String
        /// What the job is, in a few words.
        let meaning: String
    }

    private static var all: [Kind] {
        [
            Kind(
                name: "request", command: EnqueueRequestCommand.self, arguments: "<operation>", meaning: "one call"),
            Kind(
                name: "report", command: EnqueueReportCommand.self, arguments: "<type>",
                meaning: "a report, to its download"),
            Kind(
                name: "feed", command: EnqueueFeedCommand.self, arguments: "<type> <file>",
                meaning: "a feed, to its results"),
            Kind(
                name: "query", command: EnqueueQueryCommand.self, arguments: "<file>",
                meaning: "a Data Kiosk query, to its answer"),
        ]
    }

    /// Those that a worker of this version runs: what nothing would ever run is not offered.
    static var offered: [Kind] { all.filter { KindAdmissions.runnable.contains($0.name) } }

    /// Their names in brackets, for the key that says which is meant; empty while there is nothing to choose.
    static var choice: String {
        let names = offered.map(\.name)
        return names.count > 1 ? " (\(names.joined(separator: ", ")))" : ""
    }
}
