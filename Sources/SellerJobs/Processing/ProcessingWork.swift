import JobModel
import OperationCatalogue
import SellingPartner

/// What differs between the kinds of jobs whose work Amazon does in its own time.
protocol ProcessingWork: Sendable {
    /// What is called, and what its answers are called.
    var terms: ProcessingTerms { get }
    /// What differs from job to job.
    var rules: ProcessingMachine.Rules { get }
    /// How the document becomes the output, and where that goes.
    var delivery: DocumentDelivery { get }

    /// The call that asks Amazon for it, not yet checked: the same each time.
    func creation(_ state: ProcessingCheckpoint) throws -> CallRequest

    /// What Amazon is asked for with, where that lies in a file; `nil` where nothing does.
    func content() async throws -> String?

    /// Brings Amazon what it is to work on.
    func upload() async throws -> ContentUpload

    /// Looks whether Amazon has one that will do, in the page that `trail` leads to.
    func search(_ trail: SearchTrail) async throws -> ProcessingSearch

    /// How the run ends that may not ask now; `nil` when it may.
    func obstacle(_ state: ProcessingCheckpoint) async throws -> Outcome?

    /// What becomes of a run whose asking ended so.
    func refused(_ outcome: Outcome) async throws -> Outcome

    /// Amazon has been asked.
    func accepted() async throws

    /// Why Amazon ended it without anything.
    func cancellation(of state: ProcessingCheckpoint) async throws -> CancellationCause

    /// Amazon failed: says when another may be asked for.
    func died() async throws -> Timestamp

    /// What the job says of a failure.
    func failure(_ failure: ProcessingFailure, of state: ProcessingCheckpoint) -> JobFailure

    /// Reads the document while it is fetched; `nil` where nothing is to be seen in it.
    func reading(of state: ProcessingCheckpoint) -> (any DocumentReading)?

    /// What has become of the thing itself, and what another attempt would do, as it is told when the document cannot be had
    /// or kept: sentences, or `nil` where that goes without saying.
    func standing(of state: ProcessingCheckpoint) -> String?

    /// Why the job fails although Amazon has ended, and its document, if there is one, is kept; `nil` when it succeeds.
    func fault(in state: ProcessingCheckpoint) -> ProcessingFailure.Cause?
}

/// Most kinds bring nothing, and ask for what they want without looking for it.
extension ProcessingWork {
    func content() async throws -> String? { nil }
    func search(_ trail: SearchTrail) async throws -> ProcessingSearch { .none }
    func obstacle(_ state: ProcessingCheckpoint) async throws -> Outcome? { nil }
    func refused(_ outcome: Outcome) async throws -> Outcome { outcome }
    func accepted() async throws {}
    func reading(of state: ProcessingCheckpoint) -> (any DocumentReading)? { nil }
    func standing(of state: ProcessingCheckpoint) -> String? { nil }
    func fault(in state: ProcessingCheckpoint) -> ProcessingFailure.Cause? { nil }

    func upload() async throws -> ContentUpload {
        throw JobRejection("A \(terms.noun) brings Amazon nothing.")
    }
}

/// What became of bringing Amazon something.
enum ContentUpload: Sendable {
    /// It lies there, and Amazon calls it so.
    case done(id: String, requestID: String?)
    /// The run ends here.
    case over(Outcome)
}

/// What a kind's calls and their members are called.
struct ProcessingTerms: Sendable {
    /// The thing in messages: `report`.
    let noun: String
    /// The operation that gives a place for what Amazon is to work on; `nil` where nothing is brought.
    var uploading: Operation?
    /// The operation that asks for it.
    let creation: Operation
    /// The operation that lists what there is.
    let listing: Operation
    /// The operation that tells how far one is.
    let looking: Operation
    /// The operation that tells a document's address.
    let addressing: Operation
    /// How its id is called in parameters and answers: `reportId`.
    let idName: String
    /// How its document's id is called in answers: `reportDocumentId`.
    let documentName: String
    /// How the id of the document that explains a failure is called.
    let explanationName: String
    /// How a document's id is called as a parameter.
    let addressName: String

    /// The operation of the next call.
    func operation(of state: ProcessingCheckpoint) -> Operation {
        switch state.stage {
        case .searching: listing
        case .uploading: uploading ?? creation
        case .creating: state.inputID == nil ? uploading ?? creation : creation
        case .polling, .ended: looking
        case .explaining: state.documentID == nil ? looking : addressing
        case .fetching, .joining, .finishing: addressing
        }
    }
}

/// What a search for something has come to.
enum ProcessingSearch: Sendable {
    /// This will do.
    case found(id: String, ProcessingSight)
    /// A page was looked through, and the trail leads to the next one.
    case more(SearchTrail)
    /// There is none.
    case none
    /// The run ends here.
    case over(Outcome)
}

/// How a document becomes the output, and where that goes.
struct DocumentDelivery: Sendable {
    /// How its bytes become the output's.
    var options: DocumentOptions
    /// Whether they stay as they are where nothing else is said: they are no text, or say themselves how they are written.
    var isBinary = false
    /// What stands between the values of a table; `nil` when that is not known.
    var delimiter: DocumentForm.Delimiter?
    /// Where the output goes.
    var template: OutputTemplate
    /// Whether a small text goes with the job.
    var keepsSmall: Bool
    /// Whether a restricted data token is needed, or may be.
    var mayBeRestricted: Bool
}
