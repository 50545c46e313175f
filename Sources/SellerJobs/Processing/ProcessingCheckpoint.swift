import JobModel
import OperationCatalogue

/// How far a job has come whose work Amazon does in its own time: what a later run, after a pause or a crash, needs to go
/// on.
struct ProcessingCheckpoint: Sendable, Hashable {
    /// What is to be done next.
    enum Stage: String, Sendable, Hashable {
        /// To look whether Amazon has one already.
        case searching
        /// To bring Amazon what it is to work on.
        case uploading
        /// To ask Amazon for it.
        case creating
        /// To look how far Amazon is.
        case polling
        /// To find out why Amazon failed.
        case explaining
        /// To fetch the document.
        case fetching
        /// To end an output of several pages whose last one is empty.
        case joining
        /// To give the complete output its name.
        case finishing
        /// To say that it came to nothing.
        case ended
    }

    /// The complete output, written down before it gets its name: so that a run that finds the name taken knows its own
    /// file.
    struct Output: Sendable, Hashable {
        var path: String
        var bytes: Int
        var sha256: String
    }

    /// Steps beyond so many are forgotten, the oldest first.
    static let mostSteps = 60

    var stage: Stage
    /// How far it was looked for.
    var search = SearchTrail()
    /// What Amazon calls the content that was brought to it.
    var inputID: String?
    /// What it is asked for with, where that came from a file: the pages after the first need the same.
    var content: String?
    /// How far an output of several pages has come.
    var pages = PageTrail()
    /// What Amazon calls the thing that is waited for.
    var id: String?
    /// What Amazon calls its document, or that which explains why there is none.
    var documentID: String?
    /// What Amazon said last of how far it is.
    var status: String?
    /// Since when it is waited for.
    var since: Timestamp?
    /// How often it was looked at.
    var looks = 0
    /// Whether Amazon has said that it does not know it.
    var wasMissing = false
    /// The next call is not made before.
    var notBefore: Timestamp?
    /// How often another was asked for because the one before came to nothing.
    var retries = 0
    /// Where the output goes, relative to the output directory, once it has been begun.
    var path: String?
    var output: Output?
    /// Where the output lies, as results tell it.
    var place: String?
    /// What the document says in figures, as members of the progress.
    var figures: [String: JSONValue] = [:]
    /// Why it came to nothing.
    var failure: ProcessingFailure?
    /// Whether Amazon had nothing to give.
    var isEmpty = false
    /// What was reached so far, in order.
    private(set) var steps: [ProcessingStep] = []

    init(stage: Stage) { self.stage = stage }

    /// Takes note of a step. One that was taken again, as after a crash, is told once.
    mutating func note(_ step: ProcessingStep) {
        if let last = steps.last, last.word == step.word, last.id == step.id { steps.removeLast() }
        steps.append(step)
        if steps.count > Self.mostSteps { steps.removeFirst(steps.count - Self.mostSteps) }
    }

    /// Everything from `stage` on, once more; what was reached before is still told, and pages that were fetched are
    /// kept.
    func begunAnew(at stage: Stage) -> ProcessingCheckpoint {
        var fresh = ProcessingCheckpoint(stage: stage)
        fresh.steps = steps
        fresh.retries = retries
        fresh.inputID = inputID
        fresh.content = content
        fresh.pages = pages
        if pages.bytes > 0 { fresh.path = path }
        return fresh
    }

    /// Everything from the beginning, as if nothing had been done; what was reached before is still told.
    func forgotten(at stage: Stage) -> ProcessingCheckpoint {
        var fresh = ProcessingCheckpoint(stage: stage)
        fresh.steps = steps
        return fresh
    }

    // MARK: Text

    /// Reads what an earlier run wrote, also when the note of a call in doubt has taken its place. `nil` for anything else.
    init?(_ text: String) {
        guard let value = try? JSONValue(parsing: text.utf8) else { return nil }
        if let kept = DoubtNote(text)?.kept, let inner = ProcessingCheckpoint(kept) {
            self = inner
            return
        }
        guard let stage = value["stage"]?.string.flatMap(Stage.init(rawValue:)) else { return nil }
        func count(_ value: JSONValue?) -> Int? { if case .integer(let count)? = value { Int(count) } else { nil } }
        func time(_ name: String) -> Timestamp? { value[name]?.string.flatMap { Timestamp(iso8601: $0) } }
        self.stage = stage
        id = value["id"]?.string
        documentID = value["documentId"]?.string
        status = value["status"]?.string
        since = time("since")
        looks = count(value["looks"]) ?? 0
        wasMissing = value["wasMissing"] == true
        notBefore = time("notBefore")
        retries = count(value["retries"]) ?? 0
        path = value["path"]?.string
        place = value["place"]?.string
        search = value["search"].map { SearchTrail($0) } ?? SearchTrail()
        inputID = value["inputId"]?.string
        content = value["content"]?.string
        pages = value["pages"].map { PageTrail($0) } ?? PageTrail()
        if case .object(let members)? = value["figures"] { figures = members }
        isEmpty = value["empty"] == true
        failure = value["failure"].flatMap { ProcessingFailure($0) }
        if let output = value["output"], let path = output["path"]?.string, let bytes = count(output["bytes"]),
            let sha256 = output["sha256"]?.string
        {
            self.output = Output(path: path, bytes: bytes, sha256: sha256)
        }
        steps = (value["steps"]?.items ?? []).compactMap { ProcessingStep($0) }
        guard isWhole else { return nil }
    }

    /// Whether everything is known that the stage needs.
    private var isWhole: Bool {
        switch stage {
        case .searching, .uploading, .creating: true
        case .joining: path != nil
        case .polling, .explaining: id != nil
        case .fetching: documentID != nil
        case .finishing: output != nil
        case .ended: failure != nil
        }
    }

    /// The text that is stored with the job.
    var text: String {
        var members: [String: JSONValue] = ["stage": .string(stage.rawValue)]
        members["id"] = id.map { .string($0) }
        members["documentId"] = documentID.map { .string($0) }
        members["status"] = status.map { .string($0) }
        members["since"] = since.map { .string($0.iso8601) }
        members["looks"] = looks == 0 ? nil : .integer(Int64(looks))
        members["wasMissing"] = wasMissing ? true : nil
        members["notBefore"] = notBefore.map { .string($0.iso8601) }
        members["retries"] = retries == 0 ? nil : .integer(Int64(retries))
        members["path"] = path.map { .string($0) }
        members["place"] = place.map { .string($0) }
        members["search"] = search.json
        members["inputId"] = inputID.map { .string($0) }
        members["content"] = content.map { .string($0) }
        members["pages"] = pages.json
        members["figures"] = figures.isEmpty ? nil : .object(figures)
        members["empty"] = isEmpty ? true : nil
        members["failure"] = failure?.json
        members["output"] = output.map {
            ["path": .string($0.path), "bytes": .integer(Int64($0.bytes)), "sha256": .string($0.sha256)]
        }
        members["steps"] = steps.isEmpty ? nil : .array(steps.map(\.json))
        return JSONValue.object(members).text
    }

    /// What people and programs are shown.
    ///
    /// - Parameter idName: How the id is called, for example `reportId`.
    func progress(idName: String) -> String {
        var members = figures
        members["steps"] = .array(steps.map(\.json))
        members["listedPages"] = search.pages == 0 ? nil : .integer(Int64(search.pages))
        members["pages"] = pages.count == 0 ? nil : .integer(Int64(pages.count))
        members["step"] = steps.last.map { .string($0.word.rawValue) }
        members[idName] = id.map { .string($0) }
        members["looks"] = looks == 0 ? nil : .integer(Int64(looks))
        members["empty"] = isEmpty ? true : nil
        return JSONValue.object(members).text
    }
}
