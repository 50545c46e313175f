import Hummingbird

/// `/healthz` and `/readyz`.
struct HealthPart: SitePart {
    let site: Site

    func add(to router: Router<DashboardContext>) { site.installation.healthChecks.add(to: router) }
}
