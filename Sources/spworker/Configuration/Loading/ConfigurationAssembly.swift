import Ports
import Secrets

/// Puts the configuration together from its sections and checks what concerns several of them.
struct ConfigurationAssembly {
    let reader: SettingReader
    let environment: any Environment
    let files: any ConfigurationFiles

    /// The configuration, or `nil` when something essential could not be read; the reader then has the problems.
    func configuration(_ top: SettingSection, file: String?) -> Configuration? {
        let database = database(top)
        let jobs = top.filePath("jobs") ?? PathText.joined(reader.directory, "jobs", home: nil)
        let output = OutputSettings(top.section("output"))
        let worker = WorkerSettings(top.section("worker"))
        let retention = RetentionSettings(top.section("retention"))
        let tokens = TokenSettings(top.section("tokens"))
        let http = HTTPSettings(top.section("http"))
        let revocation = RevocationSettings(top.section("revocation"))
        let reports = ReportSettings(top.section("reports"))
        let hooks = HookSettings(top.section("hooks"))
        let dashboard = top.node("dashboard").map { _ in DashboardSettings(top.section("dashboard")) }
        let aws = AWSSettings(top.section("aws"))
        var endpoints = EndpointSettings(top.section("endpoints"))
        var applications: [ApplicationSettings] = []
        var sellers = SellerTemplates()
        if ["applications", "sellers", "sellerTemplates"].allSatisfy({ top.node($0) == nil }) {
            let credentials = EnvironmentCredentials(environment: environment, files: files, reader: reader).read()
            applications = credentials.applications
            sellers.listed = credentials.sellers
            endpoints = credentials.endpoints(over: endpoints)
        } else {
            (applications, sellers) = accounts(top)
            // Whoever sets these means them, and would send secrets somewhere else than they think.
            for name in ["SP_ENDPOINT", "SP_LWA_ENDPOINT", "SP_SANDBOX"] where environment.value(name)?.isEmpty == false
            {
                reader.notice(
                    "\(name) is set but not used: sellers come from the configuration, whose 'endpoints:' count")
            }
        }
        guard let database else { return nil }
        return Configuration(
            file: file, directory: reader.directory, database: database, jobs: jobs, output: output, worker: worker,
            retention: retention, tokens: tokens, http: http, revocation: revocation, reports: reports,
            hooks: hooks, dashboard: dashboard, aws: aws, endpoints: endpoints, applications: applications,
            listed: sellers.listed, tabled: sellers.tabled, templates: sellers.templates, provenance: reader.provenance,
            notices: reader.notices)
    }

    private func database(_ top: SettingSection) -> DatabaseLocation? {
        let home = reader.home
        guard
            let text = top.text(
                "database", due: "sqlite:PATH, postgres://USER@HOST/NAME, or a reference such as env:DATABASE_URL")
        else {
            return .sqlite(path: PathText.joined(reader.directory, "spworker.db", home: nil))
        }
        let scheme = text.split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
        if SecretReference.Scheme(rawValue: scheme) != nil { return top.reference("database").map { .reference($0) } }
        do throws(DatabaseLocation.Flaw) {
            let base = reader.base(of: top.origin(of: "database"))
            return try DatabaseLocation.parse(text, relativeTo: base, home: home)
        } catch {
            top.report("database", error.message, error.cure)
            return nil
        }
    }

    private func accounts(_ top: SettingSection) -> ([ApplicationSettings], SellerTemplates) {
        let sections = top.sections("applications")
        let applications = sections.compactMap { ApplicationSettings($0) }
        // A seller may well refer to an application whose secret is wrong; that is one problem, not two.
        let ids = sections.compactMap { section -> String? in
            guard case .scalar(let id, _)? = section.node("id")?.value else { return nil }
            return id
        }
        for (index, section) in sections.enumerated() where ids.count == sections.count {
            guard ids[..<index].contains(ids[index]) else { continue }
            section.report("id", "there are two applications \(PrintableText.quoted(ids[index]))", "rename one of them")
        }
        let sellerReader = SellerReader(reader: reader, files: files, applications: ids)
        var sellers = SellerTemplates(listed: top.sections("sellers").compactMap(sellerReader.seller))
        for template in top.sections("sellerTemplates") { sellers.add(sellerReader.templates(template)) }
        SellerChecks(reader: reader).check(sellers.listed + sellers.tabled)
        return (applications, sellers)
    }
}
