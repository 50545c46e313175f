import HTTPTypes
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Looking at applications.
enum ApplicationRoutes {
    static let all = [
        APIRoute(
            .applications, "listApplications", .get, "applications", "List applications with their state",
            about: "Client ids and secrets are told as references, never as they are.",
            answers: [.ok("ApplicationList", "The applications."), .badRequest]
        ) { try await list($0) }
    ]

    private static func list(_ call: APICall) async throws -> APIReply {
        let installation = call.installation
        let now = installation.now
        let ages = await installation.secretAges()
        let all = ApplicationOverview.all(
            await installation.applications(), try await call.store.applications(),
            sellers: await installation.sellers().map(\.key.application))
        return APIReply(
            .object([
                "applications": .array(
                    all.map { application in
                        var aged = application
                        aged.age = ages[application.name]
                        return aged.json(now)
                    })
            ]))
    }
}
