package import Hummingbird
import Logging

/// What the parts of the dashboard share.
package struct Site: Sendable {
    /// What is shown.
    package let installation: any Installation
    /// Who is let in.
    package let access: AccessRules
    /// Who is here.
    package let sessions: Sessions
    /// Tells pages that something has changed.
    let watcher: ChangeWatcher
    let hosts: HostRules
    let cookie: SessionCookie
    let library: TemplateLibrary
    let assets: AssetLibrary

    /// Everything that has an address. A new part is added here and nowhere else.
    private static let parts: [any SitePart.Type] = [
        AssetLibrary.Part.self, LoginPage.self, LivePart.self, MetricsPart.self, HealthPart.self, OverviewPage.self,
        SellersPage.self, SellerPage.self, ApplicationsPage.self,
        JobsPage.self, SingleJobPage.self, InboxPage.self, LanesPage.self, SchedulesPage.self,
        SchedulePage.self, WorkersPage.self, EventsPage.self, APIPart.self,
    ]

    init(_ installation: any Installation, listen: ListenAddress, access: AccessRules) throws(DashboardError) {
        self.installation = installation
        self.access = access
        sessions = Sessions(timekeeper: installation.timekeeper, random: installation.random)
        watcher = ChangeWatcher(
            store: installation.store, timekeeper: installation.timekeeper, logger: installation.logger)
        hosts = HostRules(listen: listen, needsLogin: access.needsLogin)
        cookie = SessionCookie(port: listen.port)
        library = try TemplateLibrary(Self.parts.map { $0.templates })
        assets = AssetLibrary()
    }

    /// Tells, as long as an answer goes on, whether whoever gets it may still have it: until their session ends. Tokens
    /// do not end.
    func welcome(of session: Session?) -> @Sendable () -> Bool {
        guard let session else { return { true } }
        let sessions = sessions
        return { sessions.isOpen(session) }
    }

    /// The routes of all parts behind what guards them.
    func router() -> Router<DashboardContext> {
        let router = Router(context: DashboardContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders())
        // Twice: what goes wrong before it is known who asks is told to nobody in particular.
        router.add(middleware: ErrorPages(site: self))
        router.add(middleware: AddressCheck(rules: hosts))
        router.add(middleware: Authentication(access: access, sessions: sessions, cookie: cookie))
        router.add(middleware: ErrorPages(site: self))
        router.add(middleware: SiteGate(sessions: sessions))
        for part in Self.parts { part.init(site: self).add(to: router) }
        return router
    }
}

/// A part of the dashboard with addresses of its own, such as a page.
package protocol SitePart: Sendable {
    /// Its templates, by names that are unique among all parts.
    static var templates: [String: [UInt8]] { get }

    /// Creates the part.
    init(site: Site)

    /// Adds its routes. They are reached by known visitors only, and those that change something by operators only, with a
    /// form that belongs to their session.
    func add(to router: Router<DashboardContext>)
}

extension SitePart {
    package static var templates: [String: [UInt8]] { [:] }
}
