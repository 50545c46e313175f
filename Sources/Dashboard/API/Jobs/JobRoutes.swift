import HTTPTypes
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Looking at jobs.
enum JobRoutes {
    static let state = APIParameter(
        "state", .choices(JobState.allCases.map(\.word)), "Only jobs in one of these states.", example: "failed")
    static let label = APIParameter(
        "label", .choice(JobLabel.allCases.map(\.rawValue)), "Only waiting jobs that wait for this.",
        example: "parked")
    static let seller = APIParameter("seller", .text(200), "Only this seller's jobs.", example: "acme")
    static let kind = APIParameter("kind", .text(60), "Only jobs of this kind.", example: "request")
    static let operation = APIParameter(
        "operation", .text(200), "Only jobs of this operation or report or feed type.", example: "orders.getOrders")
    static let older = APIParameter("older", .age, "Only jobs that were put in longer ago than this.", example: "1h")
    static let newer = APIParameter("newer", .age, "Only jobs that were put in within this time.", example: "1d")
    static let before = APIParameter(
        "before", .integer(1...Int64.max), "Only jobs before this number: `next` of the page before.", example: 1200)

    static let all = [
        APIRoute(
            .jobs, "listJobs", .get, "jobs", "List jobs, newest first",
            about:
                "A page may hold fewer jobs than `limit`, even none, and there are more all the same while `next` "
                + "is not null. Results are not told here.",
            parameters: [state, label, seller, kind, operation, older, newer, before, .limit],
            answers: [.ok("JobPage", "The jobs."), .badRequest]
        ) { try await list($0) },
        APIRoute(
            .jobs, "getJob", .get, "jobs/{id}", "Tell everything about a job",
            about: "What it sends and what came of it is told to operators, and never where it may hold personal data: "
                + "`withheld` says so.", parameters: [.job],
            answers: [.ok("JobDetail", "The job."), .badRequest, .notFound]
        ) { try await one($0) },
        APIRoute(
            .jobs, "explainJob", .get, "jobs/{id}/explain", "Say why a job is not running, and what to do about it",
            parameters: [.job], answers: [.ok("Explanation", "Why."), .badRequest, .notFound]
        ) { try await explain($0) },
    ]

    private static func list(_ call: APICall) async throws -> APIReply {
        let now = call.installation.now
        var filter = JobFilter(
            states: Set(call.words(state).compactMap { JobState(word: $0) }), seller: call.text(seller),
            kind: call.text(kind), operation: call.text(operation).map(fullName),
            createdBefore: call.age(older).map { now - $0 }, createdAfter: call.age(newer).map { now - $0 },
            beforeID: call.integer(before).map { JobID($0) }, limit: call.limit)
        guard let label = call.text(label).flatMap({ JobLabel(rawValue: $0) }) else {
            let page = try await call.store.jobPage(matching: filter)
            return reply(page.records, next: page.scannedTo)
        }
        // No other job waits for anything.
        guard filter.states.isEmpty || filter.states.contains(.waiting) else { return reply([], next: nil) }
        filter.states = [.waiting]
        let (found, next) = try await LabelledJobs(call.store).page(filter, label)
        return reply(found, next: next)
    }

    private static func reply(_ records: [JobRecord], next: JobID?) -> APIReply {
        APIReply(
            .object([
                "jobs": .array(records.map(\.listed)), "next": next.map { .integer($0.value) } ?? .null,
            ]))
    }

    /// Jobs carry the operation's full name; programs may leave family and version out.
    private static func fullName(_ name: String) -> String {
        (try? OperationCatalogue.builtIn.operation(named: name))?.name ?? name
    }

    private static func one(_ call: APICall) async throws -> APIReply {
        let sight = try await sight(call)
        let record = sight.record
        return APIReply(
            record.shown(to: call).detail(attempts: sight.attempts, outputs: sight.outputs, obstacle: sight.obstacle)
                .adding(["withheld": .texts(record.withheld(from: call))]))
    }

    private static func explain(_ call: APICall) async throws -> APIReply {
        let sight = try await sight(call)
        return APIReply(
            sight.explanation.json.adding([
                "id": .integer(sight.record.row.id.value), "state": .string(sight.record.row.state.word),
                "label": .text(sight.record.label?.rawValue),
            ]))
    }

    /// The job that is meant.
    ///
    /// - Throws: `Refusal` with status 404.
    private static func sight(_ call: APICall) async throws -> JobSight {
        let id = try call.job()
        guard let sight = try await JobSight(id, in: call.installation) else { throw Refusal.noJob(id) }
        return sight
    }
}

extension JobRecord {
    /// The job as it may be shown to whoever asks.
    func shown(to call: APICall) -> JobRecord {
        let withheld = withheld(from: call)
        var record = self
        // How a run goes on: it may hold parts of answers and of what is sent. 'progress' is what is meant for people.
        record.row.checkpoint = nil
        if withheld.contains(Self.bodyName) { record.content?.body = nil }
        if withheld.contains(Self.resultName) { record.row.result?.inline = nil }
        return record
    }

    /// The members that are not shown to whoever asks although they are there.
    func withheld(from call: APICall) -> [String] {
        var names: [String] = []
        if content?.body != nil, hidesBody || !call.showsContent { names.append(Self.bodyName) }
        if row.result?.inline != nil, hidesResult || !call.showsContent { names.append(Self.resultName) }
        return names
    }

    private static let bodyName = "body"
    private static let resultName = "result.inline"

    /// The job as lists tell it: without its result's text, and without how a run goes on.
    var listed: JSONValue {
        var record = self
        record.row.checkpoint = nil
        record.row.result?.inline = nil
        return record.json
    }
}

extension Refusal {
    /// There is no such job.
    static func noJob(_ id: JobID) -> Refusal {
        Refusal(
            .notFound, "No such job", "There is no job \(id).",
            cure: "Ended jobs are deleted after the time that 'retention' sets.")
    }
}
