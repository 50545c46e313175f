import Hummingbird
import JobModel
import JobStore

/// One definition: what it does, when, and how it went for each seller.
struct SchedulePage: SitePart {
    static let templates = [
        "schedule_page": PackageResources.schedule_page_mustache,
        "schedule_row": PackageResources.schedule_row_mustache,
        "schedule_actions": PackageResources.schedule_actions_mustache,
    ]

    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("schedules/:name") { request, context in
            let query = ScheduleQuery(try context.name("name"), request.query)
            let view = ScheduleView(try await ScheduleSight.look(at: query, site.installation), query)
            return try site.reply(
                Page(query.definition, in: .schedules, template: "schedule_page", view: view), context)
        }
        ScheduleActions(site: site).add(to: router)
    }
}
