/// Everything that is configured, checked and with defaults filled in. It holds secret references, never secrets.
package struct Configuration: Sendable {
    /// Which name gave a value.
    package struct Provenance: Sendable, Hashable {
        /// The key, as a path such as `worker.concurrency`.
        package let path: String
        /// The file and line, variable or flag.
        package let origin: SettingOrigin
    }

    /// The configuration file as it was named; `nil` when there is none.
    package let file: String?
    /// The folder that relative paths in the file start from, and secret files too.
    package let directory: String
    /// Where the jobs are kept. Defaults to `spworker.db` beside the file.
    package let database: DatabaseLocation
    /// The folder of job definitions, as an absolute path. Defaults to `jobs` beside the file.
    package let jobs: String
    /// Where large results go.
    package let output: OutputSettings
    /// How the worker works.
    package let worker: WorkerSettings
    /// How long finished things are kept.
    package let retention: RetentionSettings
    /// Whether access tokens survive a restart.
    package let tokens: TokenSettings
    /// How requests leave this machine.
    package let http: HTTPSettings
    /// When a seller counts as gone.
    package let revocation: RevocationSettings
    /// How reports are waited for.
    package let reports: ReportSettings
    /// Who is told of what happens.
    package let hooks: HookSettings
    /// Where web pages show the installation; `nil` when the section is not there, and the worker shows none.
    package let dashboard: DashboardSettings?
    /// Who this program is to AWS.
    package let aws: AWSSettings
    /// Where Amazon is.
    package let endpoints: EndpointSettings
    /// The applications, ids unique.
    package let applications: [ApplicationSettings]
    /// The sellers that the configuration itself names.
    let listed: [SellerSettings]
    /// The sellers that CSV files name.
    var tabled: [SellerSettings]
    /// The sellers that were found elsewhere; none before anybody looked.
    var found: [SellerSettings] = []
    /// How old that is, as a sentence for whoever misses a seller; empty when nobody looked.
    var foundNote = ""
    /// Why names that were found are left out, each as a sentence without a full stop.
    var foundFlaws: [String] = []
    /// The templates whose sellers may change while a worker runs.
    package let templates: [SellerTemplate]
    /// The values that were set, with their origins, in the order of reading. What is missing here has its default.
    package let provenance: [Provenance]
    /// Remarks for people that are no errors, such as variables that are ignored.
    package let notices: [String]

    /// The sellers, each pair of id and region once, those of templates included.
    package var sellers: [SellerSettings] { listed + tabled + found }

    /// The application with this id.
    package func application(_ id: String) -> ApplicationSettings? { applications.first { $0.id == id } }

    /// The entries of one seller: one for each region.
    package func sellers(_ id: String) -> [SellerSettings] { sellers.filter { $0.id == id } }

    /// The API's base URL for a seller.
    package func endpoint(of seller: SellerSettings) -> String {
        endpoints.api(seller.region, sandbox: seller.sandbox)
    }
}
