import ArgumentParser
import JobModel

/// Flags that every kind of job takes.
struct EnqueueFlags: ParsableArguments {
    @Option(help: ArgumentHelp("The seller; may be left out when there is one.", valueName: "id"))
    var seller: String?

    @Option(
        help: ArgumentHelp("The seller's region: NA, EU or FE; may be left out when there is one.", valueName: "region")
    )
    var region: String?

    @Option(
        help: ArgumentHelp("Not before this time: ISO 8601 with a zone, or a date for midnight UTC.", valueName: "time")
    )
    var runAt: String?

    @Option(help: ArgumentHelp("Not before this has passed, for example 30s, 5m, 6h.", valueName: "duration"))
    var delay: String?

    @Option(help: ArgumentHelp("From 0 (first) to 9 (last).", valueName: "n"))
    var priority = NewJob.defaultPriority

    @Option(help: ArgumentHelp("Add nothing while an open job of the seller has this key.", valueName: "key"))
    var unique: String?

    @Option(help: ArgumentHelp("Jobs that ended within this time count for --unique too.", valueName: "duration"))
    var uniqueFor: String?

    @Option(help: ArgumentHelp("After so many failed attempts the job has failed.", valueName: "n"))
    var maxAttempts = NewJob.defaultMaxAttempts

    @Option(
        help: ArgumentHelp("The job fails when it has not ended by then: a time as for --run-at.", valueName: "time"))
    var deadline: String?

    @Option(help: ArgumentHelp("The longest that one run may take.", valueName: "duration"))
    var timeout: String?

    @Option(
        help: ArgumentHelp(
            "Where the answer goes, below the output directory. May hold {seller} {region} {marketplace} {type} {operation} "
                + "{date} {job} {run} {application}.", valueName: "path"))
    var output: String?

    @Flag(help: "Wait until the job has ended; exit 1 when it did not succeed.")
    var wait = false

    @Option(help: ArgumentHelp("Stop waiting after this; exit 124.", valueName: "duration"))
    var waitTimeout: String?

    /// Read by 'enqueue' itself; here only to be refused.
    @OptionGroup(visibility: .hidden) var bulk: BulkOptions

    mutating func validate() throws {
        if bulk.file != nil {
            throw ValidationError("--file names no kind of job: say 'spworker enqueue --file FILE' alone.")
        }
        if runAt != nil, delay != nil { throw ValidationError("Give --run-at or --delay, not both.") }
        if unique?.isEmpty == true {
            throw ValidationError("--unique is empty, which would make all such jobs one. Give a key, or leave it out.")
        }
        if uniqueFor != nil, unique == nil { throw ValidationError("--unique-for needs --unique.") }
        if waitTimeout != nil, !wait { throw ValidationError("--wait-timeout needs --wait.") }
        if !(0...9).contains(priority) { throw ValidationError("--priority is from 0 (first) to 9 (last).") }
        if !(1...1000).contains(maxAttempts) { throw ValidationError("--max-attempts is from 1 to 1000.") }
        for (flag, value) in [
            ("--delay", delay), ("--unique-for", uniqueFor), ("--timeout", timeout), ("--wait-timeout", waitTimeout),
        ] {
            if let value, Duration(text: value) == nil {
                throw ValidationError("\(flag) '\(value)' is not a duration such as 500ms, 30s, 5m, 6h or 1d.")
            }
        }
        for (flag, value) in [("--run-at", runAt), ("--deadline", deadline)] {
            if let value, Timestamp(iso8601: value) == nil {
                throw ValidationError("\(flag) '\(value)' is not a time with a zone such as 2026-02-01T12:00:00Z.")
            }
        }
    }

    /// When the job may run.
    func start(now: Timestamp) -> Timestamp? {
        if let delay = delay.flatMap({ Duration(text: $0) }) { return now + delay }
        return runAt.flatMap { Timestamp(iso8601: $0) }
    }
}
