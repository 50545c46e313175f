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
                "A page may hold fewer jobs than `limit`, even none, and there are more all the same while `next` is not "
                + "null. Results are not told here.",
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
        guard filter.states.isEmpty || filter.states == [.waiting] else {
            throw Refusal(
                .badRequest, "The address is wrong",
                faults: [Refusal.Fault(field: "label", problem: "goes with waiting jobs only: leave 'state' out")])
        }
        filter.states = [.waiting]
        let (found, next) = try await LabelledJobs(call.store).page(filter, label)
        return reply(found, next: next)
    }

    private static func reply(_ records: [JobRecord], next: JobID?) -> APIReply {
        APIReply(
            .object([
                "jobs": .array(records.map(\.withoutContent.json)), "next": next.map { .integer($0.value) } ?? .null,
            ]))
    }

    /// Jobs carry the operation's full name; programs may leave family and version out.
    private static func fullName(_ name: String) -> String {
        (try? OperationCatalogue.builtIn.operation(named: name))?.name ?? name
    }

    private static func one(_ call: APICall) async throws -> APIReply {
        let record = try await record(call)
        let (attempts, outputs) = (
            try await call.store.attempts(of: record.row.id), try await call.store.outputs(of: record.row.id)
        )
        var obstacle: String?
        // A worker that is gone holds nothing up.
        if record.row.state == .waiting, try await call.installation.workerHolder() != nil {
            obstacle = try await call.store.workers().obstacle(now: call.installation.now)
        }
        return APIReply(
            record.shown(to: call).detail(attempts: attempts, outputs: outputs, obstacle: obstacle)
                .adding(["withheld": .texts(record.withheld(from: call))]))
    }

    private static func explain(_ call: APICall) async throws -> APIReply {
        let record = try await record(call)
        return APIReply(
            try await call.installation.explanation(of: record).json.adding([
                "id": .integer(record.row.id.value), "state": .string(record.row.state.word),
                "label": .text(record.label?.rawValue),
            ]))
    }

    /// The job that is meant.
    ///
    /// - Throws: `Refusal` with status 404.
    static func record(_ call: APICall) async throws -> JobRecord {
        let id = try call.job()
        guard let record = try await call.store.job(id) else { throw Refusal.noJob(id) }
        return record
    }
}

extension JobRecord {
    /// The job as it may be shown to whoever asks.
    func shown(to call: APICall) -> JobRecord { withheld(from: call).isEmpty ? self : withoutContent }

    /// The members that are not shown to whoever asks although they are there.
    func withheld(from call: APICall) -> [String] {
        guard !call.showsContent || isConfidential else { return [] }
        return [content?.body == nil ? nil : "body", row.result?.inline == nil ? nil : "result.inline"]
            .compactMap(\.self)
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
