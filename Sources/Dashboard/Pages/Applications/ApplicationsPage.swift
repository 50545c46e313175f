import Hummingbird
import JobModel
import JobStore
import Overview

/// The applications registered with Amazon, and a page for each.
struct ApplicationsPage: SitePart {
    static let templates = [
        "applications_page": PackageResources.applications_page_mustache,
        "application_page": PackageResources.application_page_mustache,
    ]

    /// Events of an application stand among all others: so many are looked at.
    private static let eventsLookedAt = 1000
    private static let mostEvents = 30

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("applications") { _, context in
            let view = ApplicationsView(try await applications(), now: site.installation.now)
            return try site.reply(
                Page("Applications", in: .applications, template: "applications_page", view: view), context)
        }
        router.get("applications/:name") { _, context in
            let application = try await application(context)
            let late = try await site.installation.store.latestEvents(limit: Self.eventsLookedAt)
            let own = late.filter { $0.application == application.name && $0.seller == nil }
            let view = ApplicationView(application, Array(own.prefix(Self.mostEvents)), now: site.installation.now)
            return try site.reply(
                Page(application.name, in: .applications, template: "application_page", view: view), context)
        }
        router.post("applications/:name/pause") { _, context in
            let (application, actor) = (try await application(context), try context.operatingVisitor().actor)
            try await site.installation.store.pause(
                application: application.name, reason: context.reason, actor: actor)
            let text = "Application \(application.name) is paused: no job of its sellers starts until it is resumed."
            return site.done(Notice(.good, text), goTo: Links.application(application.name), context)
        }
        router.post("applications/:name/resume") { _, context in
            try await resume(try await application(context), context)
        }
    }

    private func resume(_ application: ApplicationOverview, _ context: DashboardContext) async throws -> Response {
        let actor = try context.operatingVisitor().actor
        if application.isHeld {
            try await site.installation.store.change(
                ApplicationChange(
                    application: application.name, state: .ok,
                    failure: JobFailure(kind: "resumed", message: context.reason), actor: actor, resumes: true))
        }
        let name = "Application \(application.name)"
        let notice =
            switch application.state {
            case .ok where !application.isHeld:
                Notice(.warning, "\(name) was neither paused nor held for anything: nothing changed.")
            case .ok: Notice(.good, "\(name) is resumed.")
            case .suspect:
                Notice(
                    .good,
                    "\(name) is resumed. It was suspect, and is taken for ok; its suspect sellers are asked once more "
                        + "each."
                )
            case .stopped:
                Notice(
                    .good,
                    "\(name) is resumed. It was stopped, and is taken for ok; if Amazon refuses its secret again, it "
                        + "stops again.")
            }
        return site.done(notice, goTo: Links.application(application.name), context)
    }

    /// Every application by name, with the age of its secret.
    private func applications() async throws -> [ApplicationOverview] {
        let installation = site.installation
        let ages = await installation.secretAges()
        let all = ApplicationOverview.all(
            await installation.applications(), try await installation.store.applications(),
            sellers: await installation.sellers().map(\.key.application))
        return all.map { application in
            var application = application
            application.age = ages[application.name]
            return application
        }
    }

    private func application(_ context: DashboardContext) async throws -> ApplicationOverview {
        let name = try context.name("name")
        guard let found = try await applications().first(where: { $0.name == name }) else {
            throw Refusal.notFound("There is no application '\(name.cut(to: 60))'.")
        }
        return found
    }
}

extension ApplicationOverview {
    /// Whether it is paused, or something is held against it.
    var isHeld: Bool { state != .ok || row?.pauseReason != nil }
}
