import Hummingbird
import OperationCatalogue

/// The JSON API: everything that programs may ask and do, at `/api/v1`.
struct APIPart: SitePart {
    /// Where it is.
    static let place = "/api/v1"

    let site: Site

    func add(to router: Router<DashboardContext>) {
        let site = site
        let routes = Self.routes
        router.add(middleware: MethodCheck(routes))
        for route in routes {
            router.on(RouterPath(route.routerPath), method: route.method) { request, context -> Response in
                try await route.respond(APICall(request, context, route, site)).response
            }
        }
    }

    /// All routes, those of a path one after the other. The OpenAPI document is made of them.
    static var routes: [APIRoute] {
        let routes =
            JobRoutes.all + JobWriteRoutes.all + SellerRoutes.all + SellerWriteRoutes.all + LaneRoutes.all
            + ScheduleRoutes.all + ApplicationRoutes.all + WorkerRoutes.all + StatusRoutes.all
            + EventRoutes.all(StreamSeats())
        return routes + [OpenAPIRoute.route(describing: routes)]
    }
}
