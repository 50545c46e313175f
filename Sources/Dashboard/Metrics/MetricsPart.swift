import Hummingbird

/// `/metrics`.
struct MetricsPart: SitePart {
    let site: Site

    func add(to router: Router<DashboardContext>) { site.installation.metrics.add(to: router) }
}
