import JobStore
import OperationCatalogue
import Secrets
import SellerJobs
import Testing

@testable import spworker

@Suite("The configuration")
struct ConfigurationTests {
    private static let complete = """
        database: sqlite:data/jobs.db
        jobs: /etc/spworker/jobs
        output:
          {directory: results, mode: 0640, minFree: 2GiB, existing: version,
           s3: {bucket: acme-reports, prefix: sp/eu, region: eu-west-1, endpoint: "http://localhost:9000",
                serverSideEncryption: "aws:kms", kmsKeyId: alias/reports, storageClass: STANDARD_IA}}
        worker: {concurrency: 8, perSeller: 2, drain: 500ms, lease: 1m}
        retention: {succeeded: 2d, failed: 3d, cancelled: 4d, events: 5d, outputs: 6d, inbox: 12h, maxJobs: 5000}
        tokens: {store: true, keys: [env:SPWORKER_TOKEN_KEY]}
        http: {userAgent: "acme/1 (Language=Swift)", connectTimeout: 2s, requestTimeout: 30s, totalTimeout: 10m, idleTimeout: 20s, connectionsPerHost: 12, http2: true, proxy: "http://proxy:3128", caFile: ca.pem}
        revocation: {confirmAfter: 30s, probeEvery: 6h, breaker: {sellers: 5, share: 0.5, window: 1m, pause: 2m, maxPause: 3m}}
        reports: {poll: {first: 10s, max: 1m}, giveUpAfter: 1h}
        hooks: {onRevoked: [{post: "https://ops.example/hook?key=1", secret: env:HOOK_KEY}, {exec: [./notify.sh, -v]}], onJobFailed: [{post: env:HOOK_URL}]}
        aws: {profile: sync, region: eu-west-1, agent: "http://localhost:2774/"}
        endpoints: {lwa: http://localhost:9000/token, NA: "http://127.0.0.1:9001/", EU: https://eu.example}
        applications:
          - id: main
            clientId: env:SP_CLIENT_ID
            clientSecret: aws-sm:prod/app#clientSecret
            secretCreatedAt: 2026-02-01
            usagePlans: {orders.getOrders: {rate: 0.5, burst: 20}, "*": {scale: 200}}
        sellers:
          - id: acme
            application: main
            region: EU
            sellerId: A2EXAMPLE
            marketplaces: [DE, GB, A13V1IB3VIYZZH]
            refreshToken: file:secrets/acme.json#refreshToken
            authorizedAt: 2026-02-01
            sandbox: true
            tags: [premium]
          - {id: acme, region: na, refreshToken: "env:ACME_NA"}
        """

    @Test("takes every key")
    func everyKey() throws {
        let it = try load(Self.complete)
        #expect(it.file == "spworker.yaml")
        #expect(it.directory == "/srv/app")
        #expect(it.database == .sqlite(path: "/srv/app/data/jobs.db"))
        #expect(it.jobs == "/etc/spworker/jobs")
        #expect(it.output.directory == "/srv/app/results")
        #expect(it.output.mode == 0o640)
        #expect(it.output.minFree == 2_147_483_648)
        #expect(it.output.existing == .version)
        #expect(it.output.s3.bucket == "acme-reports" && it.output.s3.prefix == "sp/eu/")
        #expect(it.output.s3.region == "eu-west-1" && it.output.s3.endpoint == "http://localhost:9000")
        #expect(it.output.s3.encryption == .kms && it.output.s3.kmsKeyID == "alias/reports")
        #expect(it.output.s3.storageClass == "STANDARD_IA")
        #expect(it.worker.concurrency == 8 && it.worker.perSeller == 2)
        #expect(it.worker.drain == .milliseconds(500) && it.worker.lease == .seconds(60))
        #expect(it.retention.inbox == .seconds(43_200) && it.retention.maxJobs == 5000)
        #expect(it.retention.outputs == .seconds(6 * 86_400))
        #expect(it.tokens.keys == [.environment("SPWORKER_TOKEN_KEY")] && it.tokens.store)
        #expect(it.http.proxy == .url("http://proxy:3128") && it.http.caFile == "/srv/app/ca.pem")
        #expect(it.http.totalTimeout == .seconds(600) && it.http.idleTimeout == .seconds(20))
        #expect(it.http.connectionsPerHost == 12 && it.http.http2)
        #expect(it.revocation.breaker.share == 0.5 && it.revocation.breaker.maxPause == .seconds(180))
        #expect(it.reports.firstPoll == .seconds(10) && it.reports.giveUpAfter == .seconds(3600))
        let url = try HookURL("https://ops.example/hook?key=1")
        #expect(
            it.hooks.targets.targets == [
                .onRevoked: [
                    HookTarget(.post(.url(url), secret: .environment("HOOK_KEY"))),
                    HookTarget(.exec(["./notify.sh", "-v"])),
                ], .onJobFailed: [HookTarget(.post(.reference(.environment("HOOK_URL")), secret: nil))],
            ])
        #expect(it.endpoints.lwa == "http://localhost:9000/token")
        #expect(it.endpoints.api(.northAmerica, sandbox: true) == "http://127.0.0.1:9001")
        #expect(it.endpoints.api(.farEast, sandbox: true) == "https://sandbox.sellingpartnerapi-fe.amazon.com")
        #expect(!it.endpoints.areLocal)
        let application = try #require(it.application("main"))
        #expect(application.clientSecret.description == "aws-sm:prod/app#clientSecret")
        #expect(application.secretCreatedAt?.wallMicroseconds == 1_769_904_000_000_000)
        #expect(it.aws.profile == "sync" && it.aws.region == "eu-west-1" && it.aws.agent == "http://localhost:2774")
        #expect(application.usagePlans["orders.getOrders"] == .init(rate: 0.5, burst: 20))
        #expect(application.usagePlans["*"] == .init(scale: 200))
        let acme = it.sellers("acme")
        #expect(acme.map(\.region) == [.europe, .northAmerica])
        #expect(acme[0].marketplaces.map(\.countryCode) == ["DE", "UK", "FR"])
        #expect(acme[0].refreshToken == .file("/srv/app/secrets/acme.json", key: "refreshToken"))
        #expect(acme[0].authorizedAt?.wallMicroseconds == 1_769_904_000_000_000)
        #expect(acme[0].sandbox && acme[0].tags == ["premium"] && acme[0].sellerId == "A2EXAMPLE")
        #expect(acme[1].application == "main" && !acme[1].sandbox)
        #expect(it.endpoint(of: acme[0]) == "https://eu.example")
    }

    @Test("has a default for everything but accounts")
    func defaults() throws {
        for text in [nil, "", "# nothing\n", "worker:\nhttp: {proxy: null}\n"] {
            let it = try load(text)
            #expect(it.database == .sqlite(path: "/srv/app/spworker.db"))
            #expect(it.jobs == "/srv/app/jobs" && it.output.directory == "/srv/app/output")
            #expect(it.worker == WorkerSettings() && it.retention == RetentionSettings())
            #expect(it.hooks.targets.plan.isEmpty)
            #expect(it.output.mode == 0o600 && it.output.minFree == 1 << 30)
            #expect(it.output.existing == .replace && it.output.s3 == ObjectSettings())
            #expect(it.aws == AWSSettings() && it.dashboard == nil)
            #expect(it.http == HTTPSettings() && it.endpoints.lwa == "https://api.amazon.com/auth/o2/token")
            #expect(it.applications.isEmpty && it.sellers.isEmpty)
        }
        #expect(try load(nil).file == nil)
    }

    @Test("has a dashboard when its section is there, open to others only with a token")
    func dashboard() throws {
        #expect(try load("dashboard: {}").dashboard == DashboardSettings())
        #expect("\(DashboardSettings().listen)" == "127.0.0.1:8088")
        let it = try load(
            "dashboard: {listen: '0.0.0.0:9000', token: 'env:SPWORKER_DASHBOARD_TOKEN'}",
            environment: ["SPWORKER_DASHBOARD_TOKEN": "planted", "SPWORKER_DASHBOARD_READ_TOKEN": "env:READERS"])
        #expect(it.dashboard.map { "\($0.listen)" } == "0.0.0.0:9000")
        #expect(it.dashboard?.token?.description == "env:SPWORKER_DASHBOARD_TOKEN")
        #expect(it.dashboard?.readToken?.description == "env:READERS")
        let other = try load(nil, environment: ["SPWORKER_DASHBOARD_LISTEN": "[::1]:0"])
        #expect(other.dashboard.map { "\($0.listen)" } == "[::1]:0")
    }

    @Test("makes no dashboard of a variable that holds a token, and says so where there is one")
    func dashboardToken() throws {
        let variable = ["SPWORKER_DASHBOARD_TOKEN": "planted"]
        #expect(try load("worker: {concurrency: 3}", environment: variable).dashboard == nil)
        #expect(try load(nil, environment: variable).dashboard == nil)
        #expect(throws: ConfigurationError.self) { try load("dashboard: {}", environment: variable) }
        let named = try load(nil, environment: ["SPWORKER_DASHBOARD_TOKEN": "env:OTHER"])
        #expect(named.dashboard?.token?.description == "env:OTHER")
    }

    @Test("says which name gave each value")
    func provenance() throws {
        let it = try load(
            accounts + "worker:\n  concurrency: 3\n", environment: ["SPWORKER_WORKER_LEASE": "50s"],
            overrides: [.init(path: "worker.drain", flag: "--drain-for", value: "5s")])
        let origins = Dictionary(it.provenance.map { ($0.path, $0.origin) }, uniquingKeysWith: { first, _ in first })
        #expect(origins["worker.concurrency"] == .file(path: "spworker.yaml", line: 4))
        #expect(origins["worker.lease"] == .environment("SPWORKER_WORKER_LEASE"))
        #expect(origins["worker.drain"] == .flag("--drain-for"))
        #expect(origins["sellers[0].refreshToken"] == .file(path: "spworker.yaml", line: 2))
        #expect(origins["worker.perSeller"] == nil)
    }

    @Test("may name the database by reference")
    func databaseReference() throws {
        #expect(try load("database: env:DATABASE_URL").database == .reference(.environment("DATABASE_URL")))
        #expect(try DatabaseLocation.parse("sqlite:///var/x.db", relativeTo: "/a") == .sqlite(path: "/var/x.db"))
        #expect(
            try DatabaseLocation.parse("postgres://u@host/db?sslmode=require", relativeTo: "/a")
                == .postgres(url: Secret("postgres://u@host/db?sslmode=require")))
        for text in ["postgres://u:planted@host/db", "postgresql://host/db?sslmode=require&password=planted"] {
            let flaw = try #require(throws: DatabaseLocation.Flaw.self) {
                try DatabaseLocation.parse(text, relativeTo: "/a")
            }
            #expect(flaw.message.contains("password") && !"\(flaw)".contains("planted"))
            let location = try DatabaseLocation.parse(text, relativeTo: "/a", allowsPassword: true)
            #expect(location == .postgres(url: Secret(text)) && !"\(location)".contains("planted"))
        }
    }

    @Test("takes literal secrets only where they are allowed, and never shows them")
    func literals() throws {
        let text = accounts.replacing("env:TOKEN", with: "literal:planted-token")
        #expect(problems(text).first?.contains("--allow-literal-secrets") == true)
        let it = try load(text, allowsLiteralSecrets: true)
        #expect(it.sellers[0].refreshToken.literal?.reveal() == "planted-token")
        #expect(!"\(it)".contains("planted-token"))
    }

    @Test("keeps YAML's words for true, false and nothing as the texts they are")
    func yamlTraps() throws {
        let text = """
            applications: [{id: NO, clientId: "env:ID", clientSecret: "env:SECRET"}]
            sellers: [{id: 0123, application: NO, region: EU, refreshToken: "env:T", tags: [on, 1.10, y]}]
            """
        let it = try load(text)
        #expect(it.applications[0].id == "NO")
        #expect(it.sellers[0].id == "0123")
        #expect(it.sellers[0].tags == ["on", "1.10", "y"])
    }
}
