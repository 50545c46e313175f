import HTTPTypes
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Putting jobs in, reopening them and calling them off.
enum JobWriteRoutes {
    /// The most jobs that one request may name.
    static let most = 1000

    private static let gone: APIAnswer = .unprocessable("Something is wrong with the body; `errors` names what.")

    static let all = [
        APIRoute(
            .jobs, "enqueueJob", .post, "jobs", "Put a job in",
            about: "The members are those of a line of `spworker enqueue --file`. With `uniqueKey`, or when the same "
                + "`Idempotency-Key` comes again, the job that is there already is answered with `duplicate`.",
            parameters: [RequestMarks.idempotencyKey, RequestMarks.traceParent, RequestMarks.traceState],
            body: APIRoute.Body(schema: "NewJob", isRequired: true),
            answers: [
                .created("Enqueued", "It is in."), .ok("Enqueued", "It was there already; nothing was put in."),
                .badRequest, .tooLarge, .wrongType,
                .unprocessable("The job cannot be made, or the `Idempotency-Key` came with another body before."),
            ]
        ) { try await JobEnqueue($0).reply() },
        APIRoute(
            .jobs, "retryJob", .post, "jobs/{id}/retry", "Reopen a job that failed, was cancelled or is in quarantine",
            about:
                "Attempts start anew, and a deadline that has passed is dropped. A job in quarantine may have had its "
                + "effect already: look at Amazon first, then say `confirmed`.", parameters: [.job],
            body: APIRoute.Body(schema: "Confirmation", isRequired: false),
            answers: [
                .ok("Job", "It waits again."), .badRequest, .notFound,
                .conflict("It has not ended, has succeeded, or needs `confirmed`."), .tooLarge, .wrongType, gone,
            ]
        ) { try await retry($0) },
        APIRoute(
            .jobs, "cancelJob", .post, "jobs/{id}/cancel", "Call a job off", parameters: [.job],
            body: APIRoute.Body(schema: "Nothing", isRequired: false),
            answers: [
                .ok("Job", "It is cancelled."), .accepted("Job", "It runs, and its worker was asked to stop it."),
                .badRequest, .notFound, .conflict("It has ended already."), .tooLarge, .wrongType, gone,
            ]
        ) { try await cancel($0) },
        APIRoute(
            .jobs, "retryJobs", .post, "jobs/retry", "Reopen many jobs",
            body: APIRoute.Body(schema: "JobsToRetry", isRequired: true),
            answers: [.ok("Reopened", "What became of each."), .badRequest, .tooLarge, .wrongType, gone]
        ) { try await retryMany($0) },
        APIRoute(
            .jobs, "cancelJobs", .post, "jobs/cancel", "Call many jobs off",
            body: APIRoute.Body(schema: "JobsToCancel", isRequired: true),
            answers: [.ok("Cancelled", "What became of each."), .badRequest, .tooLarge, .wrongType, gone]
        ) { try await cancelMany($0) },
    ]

    // MARK: One

    private static func retry(_ call: APICall) async throws -> APIReply {
        var body = try await call.readBody()
        let isConfirmed = body.flag("confirmed") ?? false
        try body.finish()
        return try await actOnOne(.retry, call, isConfirmed: isConfirmed)
    }

    private static func cancel(_ call: APICall) async throws -> APIReply {
        var body = try await call.readBody()
        try body.finish()
        return try await actOnOne(.cancel, call)
    }

    private static func actOnOne(
        _ action: JobDeeds.Action, _ call: APICall, isConfirmed: Bool = false
    ) async throws -> APIReply {
        let id = try call.job()
        let end = try await call.deeds.act(action, on: [id], isConfirmed: isConfirmed)
        switch end.refusedByID.first?.reason {
        case .unknown?: throw Refusal.noJob(id)
        case let reason?: throw Refusal(.conflict, "Not as it is", "Job \(id) was not changed. \(reason.sentence)")
        case nil: break
        }
        guard let record = try await call.store.job(id) else { throw Refusal.noJob(id) }
        return APIReply(record.shown(to: call).json, status: end.requested.isEmpty ? .ok : .accepted)
    }

    // MARK: Many

    private static func retryMany(_ call: APICall) async throws -> APIReply {
        var body = try await call.readBody()
        let ids = ids(&body)
        let isConfirmed = body.flag("confirmed") ?? false
        try body.finish()
        let end = try await call.deeds.act(.retry, on: ids, isConfirmed: isConfirmed)
        let dropped = ["deadlineDropped": JobDeedEnd.list(end.deadlinesDropped)]
        return APIReply(.object(end.json("reopened").merging(dropped) { $1 }))
    }

    private static func cancelMany(_ call: APICall) async throws -> APIReply {
        var body = try await call.readBody()
        let ids = ids(&body)
        try body.finish()
        let end = try await call.deeds.act(.cancel, on: ids, isConfirmed: false)
        let requested = ["requested": JobDeedEnd.list(end.requested)]
        return APIReply(.object(end.json("cancelled").merging(requested) { $1 }))
    }

    private static func ids(_ body: inout APIBody) -> [JobID] {
        let ids = body.integers("ids", atMost: most)
        if !body.has("ids") { let _: [Int64]? = body.refuse("ids", "must be there") }
        return ids?.map { JobID($0) } ?? []
    }
}

extension APICall {
    /// Changes jobs in the name of whoever asks.
    fileprivate var deeds: JobDeeds { JobDeeds(store: store, actor: visitor.actor) }
}
