import HTTPTypes
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Looking at definitions, running and pausing them.
enum ScheduleRoutes {
    private static let name = APIParameter(
        "name", in: .path, .text(200), "The definition's name.", example: "orders-sync")
    private static let wrong: APIAnswer = .unprocessable("Something is wrong with the body; `errors` names what.")

    static let all = [
        APIRoute(
            .schedules, "listSchedules", .get, "schedules",
            "List the definitions: when each fires, for how many sellers",
            about: "Files that cannot be used are among them, with their `problem`.",
            answers: [.ok("ScheduleList", "The definitions."), .badRequest]
        ) { try await list($0) },
        APIRoute(
            .schedules, "runSchedule", .post, "schedules/{name}/run",
            "Run a definition's job now, for one seller or for all that it selects",
            about:
                "When it fires next stays as it is. A seller whose last job of the definition has not ended is left "
                + "out, and that job is told.", parameters: [name],
            body: APIRoute.Body(schema: "SellerChoice", isRequired: false),
            answers: [
                .ok("ScheduleRun", "The jobs."), .badRequest, .notFound, .tooLarge, .wrongType,
                .unprocessable("It cannot be run, or not for this seller; or something is wrong with the body."),
            ]
        ) { try await run($0) },
        APIRoute(
            .schedules, "pauseSchedule", .post, "schedules/{name}/pause",
            "Let a definition fire no more until it is resumed",
            about: "Without `seller` it holds for all sellers, those that come later too. Jobs that are in go on.",
            parameters: [name], body: APIRoute.Body(schema: "ScheduleChange", isRequired: false),
            answers: [
                .ok("SchedulePaused", "How many rows changed."), .badRequest, .notFound, .tooLarge, .wrongType, wrong,
            ]
        ) { try await pause($0, isResumed: false) },
        APIRoute(
            .schedules, "resumeSchedule", .post, "schedules/{name}/resume", "Let a paused definition fire again",
            about: "What was missed meanwhile is made up for as the definition's `missed` says.", parameters: [name],
            body: APIRoute.Body(schema: "SellerChoice", isRequired: false),
            answers: [
                .ok("ScheduleResumed", "How many rows changed."), .badRequest, .notFound, .tooLarge, .wrongType,
                wrong,
            ]
        ) { try await pause($0, isResumed: true) },
    ]

    private static func list(_ call: APICall) async throws -> APIReply {
        let summaries = Dictionary(try await call.store.scheduleSummaries().map { ($0.definition, $0) }) { $1 }
        let definitions = await call.installation.definitions().map { view in
            ScheduleOverview(
                name: view.name, kind: view.kind, target: view.operation, schedule: view.scheduleText, clock: view.zone,
                sellers: view.sellers, file: view.file, followUp: view.followUp, summary: summaries[view.name]
            ).json.adding([
                "timezone": .text(view.zone), "needsItem": .bool(view.needsItem), "problem": .text(view.problem),
            ])
        }
        return APIReply(.object(["definitions": .array(definitions)]))
    }

    private static func run(_ call: APICall) async throws -> APIReply {
        var body = try await call.readBody()
        let (seller, region) = choice(&body)
        try body.finish()
        let definition = try await definition(call)
        let jobs = try await call.installation.fire(
            definition: definition.name, seller: seller, region: region, actor: call.visitor.actor)
        return APIReply(
            .object([
                "jobs": .array(
                    jobs.map {
                        .object([
                            "seller": .string($0.seller), "region": .string($0.region),
                            "id": .integer($0.job.value), "isNew": .bool($0.isNew),
                        ])
                    })
            ]))
    }

    private static func pause(_ call: APICall, isResumed: Bool) async throws -> APIReply {
        var body = try await call.readBody()
        let (seller, region) = choice(&body)
        let reason = isResumed ? nil : body.text("reason", most: 500) ?? "no reason given"
        try body.finish()
        let name = try call.required(name)
        // One whose file has been spoiled goes on as it was, and must be stoppable all the more.
        let filter = ScheduleFilter(definition: name, seller: seller, region: region, limit: 1)
        if try await call.store.schedules(matching: filter).isEmpty {
            let definition = try await definition(call)
            guard seller == nil, region == nil else {
                throw Refusal(
                    .notFound, "No such row", "'\(definition.name)' has no row for this seller and region.",
                    cure: "A worker makes the rows of those that the definition selects.")
            }
        }
        let count = try await call.store.pauseSchedules(
            name, seller: seller, region: region, reason: reason, actor: call.visitor.actor)
        return APIReply(
            .object(["definition": .string(name), isResumed ? "resumed" : "paused": .count(count)]))
    }

    private static func choice(_ body: inout APIBody) -> (seller: String?, region: String?) {
        (body.text("seller", most: 200), body.choice("region", ["NA", "EU", "FE"]))
    }

    /// The definition that is meant.
    ///
    /// - Throws: `Refusal` with status 404 when there is none, 422 when its file cannot be used.
    private static func definition(_ call: APICall) async throws -> DefinitionView {
        let name = try call.required(name)
        guard let view = await call.installation.definitions().first(where: { $0.name == name }) else {
            throw Refusal(
                .notFound, "No such definition", "There is no definition '\(name)'.",
                cure: "GET /api/v1/schedules lists all.")
        }
        if let problem = view.problem {
            throw Refusal(
                .unprocessableContent, "It cannot be used", "The file \(view.file) cannot be used: \(problem)")
        }
        return view
    }
}
