import JobModel

/// What is to be done next for a job whose work Amazon does in its own time.
enum ProcessingMove: Sendable, Hashable {
    /// Look whether Amazon has one already.
    case search
    /// Bring Amazon what it is to work on.
    case upload
    /// Ask Amazon for it.
    case create
    /// Look how far Amazon is.
    case look(id: String)
    /// Nothing, until then.
    case wait(until: Timestamp)
    /// Amazon has ended it without anything: find out why.
    case judgeCancellation
    /// Amazon has failed. The document tells why, if there is one.
    case explain(documentID: String?)
    /// Fetch the document.
    case fetch(documentID: String)
    /// End an output of several pages, without another one.
    case join
    /// Give the complete output its name.
    case publish(ProcessingCheckpoint.Output)
    /// Ask for another at that time, and say why.
    case createAgain(at: Timestamp, ProcessingFailure)
    /// The job is done: there is nothing to fetch.
    case succeedEmpty
    /// The job cannot succeed.
    case fail(ProcessingFailure)
}

/// How far Amazon is with something.
struct ProcessingSight: Sendable, Hashable {
    /// `IN_QUEUE`, `IN_PROGRESS`, `DONE`, `CANCELLED`, `FATAL`, or a word that is new.
    var status: String
    /// Its document, or that which explains why there is none.
    var documentID: String?
    /// Amazon's id of the request that showed it.
    var requestID: String?
    /// What the next page of its answer is asked for with.
    var nextToken: String?
}

/// Why Amazon ended something without anything.
enum CancellationCause: Sendable, Hashable {
    /// For want of data.
    case noData
    /// It was asked for again too soon; not so from that time on.
    case tooSoon(until: Timestamp)
    /// Somebody called it off.
    case calledOff
}
