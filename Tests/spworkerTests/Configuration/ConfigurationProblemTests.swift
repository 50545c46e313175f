import Secrets
import Testing

@testable import spworker

@Suite("Problems of the configuration")
struct ConfigurationProblemTests {
    @Test("are told all at once, each with its line and its cure")
    func golden() throws {
        let text = """
            database: spworker.db
            worker:
              concurency: 64
              perSeller: many
              drain: 25
            retention: [1d]
            dashboard: {listen: 8088, token: planted}
            endpoints: {NA: http://api.example}
            applications:
              - id: main
                clientId: amzn1.application-oa2-client.planted
                clientSecret: amzn1.oa2-cs.v1.planted
              - id: main
                clientId: env:ID
            sellers:
              - id: acme
                application: mian
                region: DE
                marketplaces: [US, XX]
                refreshToken: Atzr|planted
              - {id: globex, application: main, region: EU, refreshToken: "env:GLOBEX", marketplaces: [JP]}
              - {id: globex, application: main, region: EU, refreshToken: "env:GLOBEX"}
            output: {minFree: lots}
            """
        let error = try #require(throws: ConfigurationError.self) {
            try load(text, environment: ["SPWORKER_REPORTS_POLL_FIRST": "soon"])
        }
        let plain =
            "this is not a secret reference, and plain secrets are refused; write env:NAME or file:PATH#key "
            + "(aws-sm:, aws-ssm:, aws-agent: and exec: are the other forms)"
        let retention = "succeeded, failed, cancelled, events, outputs, inbox, maxJobs"
        #expect(
            error.description == """
                20 problems in the configuration:
                  spworker.yaml:1: database: this is not a database location; write sqlite:PATH, for example sqlite:spworker.db, or postgres://USER@HOST/NAME
                  spworker.yaml:3: worker.concurency: this key is not known; did you mean concurrency?
                  spworker.yaml:4: worker.perSeller: "many" does not fit here; write a whole number from 1 to 1000
                  spworker.yaml:5: worker.drain: "25" does not fit here; write a duration such as 500ms, 30s, 5m, 6h or 1d
                  spworker.yaml:6: retention: a map of keys is due here, not a list; write its keys below it: \(retention)
                  spworker.yaml:7: dashboard.listen: "8088" does not fit here; write an address and a port such as 127.0.0.1:8088 or [::1]:8088
                  spworker.yaml:7: dashboard.token: \(plain)
                  spworker.yaml:8: endpoints.NA: plain http would show tokens to the network; write https://; http:// is right for localhost, 127.0.0.1 and [::1] only
                  spworker.yaml:11: applications[0].clientId: \(plain)
                  spworker.yaml:12: applications[0].clientSecret: \(plain)
                  spworker.yaml:13: applications[1].clientSecret: this is missing; write clientSecret: env:SP_CLIENT_SECRET
                  spworker.yaml:13: applications[1].id: there are two applications "main"; rename one of them
                  spworker.yaml:17: sellers[0].application: there is no application "mian"; did you mean main?
                  spworker.yaml:18: sellers[0].region: "DE" is a marketplace (Germany), not a region; write EU
                  spworker.yaml:19: sellers[0].marketplaces: "XX" is no marketplace of Amazon's; write country codes or marketplace ids, such as [DE, FR]
                  spworker.yaml:20: sellers[0].refreshToken: \(plain)
                  spworker.yaml:21: sellers[1].marketplaces: "JP" (Japan) lies in FE, not in EU; add an entry with region: FE and its own refresh token
                  spworker.yaml:22: id: seller globex has two entries for EU; the other one is spworker.yaml:21; keep one of them
                  spworker.yaml:23: output.minFree: "lots" does not fit here; write a size such as 10MB or 2GiB
                  SPWORKER_REPORTS_POLL_FIRST: reports.poll.first: "soon" does not fit here; write a duration such as 500ms, 30s, 5m, 6h or 1d, at least 1s
                """)
        #expect(!error.description.contains("planted"))
    }

    @Test(
        "name what is wrong",
        arguments: [
            ("worker: {drain: [1s]}", "a list does not fit here; write a duration"),
            ("worker: {lease: 1s}", "at least 5s"), ("worker: {concurrency: 0}", "from 1 to 10000"),
            ("tokens: {store: yes}", "write true or false"),
            ("tokens: {store: true}", "tokens.keys names no key; make one with 'spworker tokens key'"),
            ("tokens: {store: true, keys: []}", "make one with 'spworker tokens key'"),
            ("tokens: {store: true, keys: [planted]}", "tokens.keys"),
            ("hooks: {onRevokd: []}", "did you mean onRevoked?"),
            ("hooks: {onRevoked: {post: 'https://host/'}}", "a list is due here, not a map"),
            ("hooks: {onRevoked: [./notify.sh]}", "a map of keys is due here"),
            ("hooks: {onRevoked: [{secret: 'env:KEY'}]}", "hooks.onRevoked[0]: it has neither post nor exec"),
            ("hooks: {onRevoked: [{post: 'https://host/', exec: [a]}]}", "an entry has either post or exec"),
            ("hooks: {onJobFailed: [{post: 'https://u:planted@host/'}]}", "holds a user or password"),
            ("hooks: {onJobFailed: [{post: 'http://host/planted'}]}", "plain http would show notices"),
            ("hooks: {onJobFailed: [{post: 'ftp://host/planted'}]}", "not an http or https URL"),
            ("hooks: {onJobFailed: [{post: 'https://host/', secret: planted}]}", "hooks.onJobFailed[0].secret: "),
            ("hooks: {onQuarantined: [{exec: []}]}", "it names no program"),
            ("dashboard: {listen: '0.0.0.0:8088'}", "other machines could act there without a token; add token: "),
            ("dashboard: {listen: '[::]:1', tokn: x}", "did you mean token?"),
            ("dashboard: yes", "a map of keys is due here"),
            ("dashboard: {readToken: planted}", "dashboard.readToken: this is not a secret reference"),
            ("aws: {region: EU}", "write an AWS region such as eu-west-1"),
            ("aws: {agent: 'https://agent.example'}", "the agent runs on the same machine"),
            ("aws: {regoin: eu-west-1}", "did you mean region?"),
            ("applications: [{id: a, clientId: 'env:A', clientSecret: 'env:B', secretCreatedAt: soon}]", "2026-02-01"),
            ("hooks: {onQuarantined: [{exec: ./notify.sh}]}", "a list is due here"),
            ("hooks: {onQuarantined: [{exec: [a], secret: 'env:KEY'}]}", "only what is posted is signed"),
            ("hooks: {onQuarantined: [{exec: [a, planted]}, {exec: [a, planted]}]}", "stands in the list twice"),
            ("output: {mode: 0999}", "octal"), ("output: {mode: 0477}", "octal"),
            ("output: {existing: keep}", "write replace or version or fail"),
            ("output: {s3: {bucket: Acme}}", "write the name of a bucket"),
            ("output: {s3: {prefix: sp}}", "none is set; add bucket: NAME"),
            ("output: {s3: {bucket: acme, prefix: /sp}}", "write the beginning of keys"),
            ("output: {s3: {bucket: acme, prefix: a/../b}}", "write the beginning of keys"),
            ("output: {s3: {region: Ireland}}", "write an AWS region"),
            ("output: {s3: {endpoint: 'http://storage.example'}}", "http:// is right for localhost"),
            ("output: {s3: {serverSideEncryption: yes}}", "write AES256 or aws:kms"),
            ("output: {s3: {kmsKeyId: k}}", "a key counts with serverSideEncryption: aws:kms alone"),
            ("output: {s3: {storageClass: cold}}", "a storage class such as STANDARD_IA"),
            ("output: {s3: acme}", "a map of keys is due here"),
            ("revocation: {breaker: {share: 2}}", "at most 1.0"),
            ("revocation: {breaker: {pause: 1h, maxPause: 5m}}", "shorter than pause (1h)"),
            ("reports: {poll: {first: 5m, max: 30s}}", "shorter than first (5m)"),
            ("database: postgres://u:planted@db/x", "the address of the database holds a password"),
            ("database: 'sqlite:'", "needs a file"),
            ("http: {proxy: 'http://u:planted@proxy:3128'}", "holds a user or password"),
            ("endpoints: {lwa: 'https://u:planted@host/'}", "holds a user or password"),
            ("endpoints: {EU: 'https://host?planted'}", "more than host and path"),
            ("endpoints: {EU: 'ftp://host'}", "not an http or https URL"),
            ("endpoints: {EU: 'http://localhost.evil.example'}", "plain http"),
            ("endpoints: {EU: 'http://127.0.0.1.evil.example'}", "plain http"),
            ("http: {connectionsPerHost: 0}", "a whole number from 1 to 10000"),
            ("http: {idleTimeout: 1ms}", "at least 1s"),
            ("http: {caFile: {a: b}}", "a map of keys does not fit here; write a path"),
            ("worker: {a: 1, a: 2}", "a key stands twice in one map: \"a\""), ("worker: }", "not valid YAML"),
            ("- a", "a map of keys is due here, not a list"), ("Atzr|planted: 1", "(a key of 12 characters)"),
            ("region: EU", "this key is not known"),
        ])
    func tells(yaml: String, says: String) {
        let found = problems(yaml)
        #expect(found.contains { $0.contains(says) && $0.hasPrefix("spworker.yaml:1: ") }, "\(found)")
        #expect(!found.joined().contains("planted"))
    }

    @Test(
        "of accounts name what is wrong",
        arguments: [
            ("sellers: [{id: a, region: EU, refreshToken: \"env:T\"}]", "add an entry under applications"),
            (accounts + "sellerTemplates: [{}]", "ids: this is missing"),
            (accounts.replacing("region: EU, ", with: ""), "region: this is missing; write NA, EU or FE"),
            (accounts.replacing("region: EU", with: "marketplaces: [JP]"), "this is missing; write region: FE"),
            (accounts.replacing("acme", with: "../acme"), "an id of letters"),
            (accounts.replacing("env:TOKEN", with: "env:TOKEN_{seller}"), "move the seller to sellerTemplates"),
            (accounts.replacing("\"env:TOKEN\"", with: "{planted: x}"), "a secret reference is due here, not a map"),
            (
                accounts.replacing("region: EU", with: "region: EU, authorizedAt: 2026-02-30"),
                "a day such as 2026-02-01"
            ),
            (accounts.replacing("region: EU", with: "region: EU, tags: [a b]"), "\"a b\" cannot be a tag"),
            (
                accounts.replacing("region: EU", with: "region: EU, tags: premium"),
                "a list is due here, not \"premium\""
            ),
            (
                accounts.replacing("\"env:SECRET\"", with: "\"env:SECRET\", usagePlans: {getOrders: {rate: 1}}"),
                "orders.getOrders"
            ),
            (
                accounts.replacing("\"env:SECRET\"", with: "\"env:SECRET\", usagePlans: {\"*\": {rate: 1}}"),
                "{scale: FACTOR}"
            ),
            (
                accounts.replacing("\"env:SECRET\"", with: "\"env:SECRET\", usagePlans: {a.b: {rate: 1, scale: 2}}"),
                "either scale"
            ),
            (
                accounts.replacing(
                    "\"env:SECRET\"", with: "\"env:SECRET\", usagePlans: {orders.getOrdrs: {rate: 1}}"),
                "usagePlans.orders.getOrdrs: there is no such operation; did you mean orders.getOrders"
            ),
        ])
    func tellsOfAccounts(yaml: String, says: String) {
        let found = problems(yaml)
        #expect(found.contains { $0.contains(says) }, "\(found)")
        #expect(!found.joined().contains("planted"))
    }

    @Test("tell of secrets in places that cannot be read, all at once and once for a template")
    func sources() throws {
        let text = """
            applications: [{id: main, clientId: "env:ID", clientSecret: "aws-sm:app#secret"}]
            sellers: [{id: acme, region: EU, refreshToken: "aws-ssm:/acme"}]
            sellerTemplates: [{ids: {list: [a, b]}, region: EU, refreshToken: "aws-sm:sellers/{seller}"}]
            """
        let loader = ConfigurationLoader(
            environment: [String: String](), files: MemoryFiles(contents: ["/srv/app/spworker.yaml": text]),
            workingDirectory: "/srv/app", sources: [.environment, .file])
        let error = try #require(throws: ConfigurationError.self) { try loader.load() }
        #expect(
            error.problems.map(\.path) == [
                "applications[0].clientSecret", "sellers[0].refreshToken", "sellerTemplates[0].refreshToken",
            ])
        #expect(error.problems.allSatisfy { $0.message.hasSuffix(": references are not available in this version") })
    }

    @Test("refuse one token for two sellers, and ids that differ only in case")
    func sharedTokens() {
        let text = """
            applications: [{id: main, clientId: "env:ID", clientSecret: "env:SECRET"}]
            sellers:
              - {id: acme, region: EU, refreshToken: "env:TOKEN"}
              - {id: globex, region: EU, refreshToken: "env:TOKEN"}
              - {id: Acme, region: NA, refreshToken: "env:OTHER"}
            """
        let found = problems(text)
        #expect(found.count == 2)
        #expect(found[0].contains("sellers acme and globex would share the token at env:TOKEN"))
        #expect(found[1].contains("differ only in the case"))
    }

    @Test(
        "never repeat a secret, wherever it stands",
        arguments: ["Atzr|planted-0123456789", "amzn1.oa2-cs.v1.planted", "hunter2-planted/with+long=base64==text=="])
    func planted(secret: String) {
        for path in ConfigurationSchema.paths {
            let keys = path.split(separator: ".").map(String.init)
            for value in ["'\(secret)'", "['\(secret)']", "{'\(secret)': '\(secret)'}", "literal:\(secret)"] {
                var text = value
                for key in keys.reversed() {
                    text =
                        key.hasSuffix("[]")
                        ? "{\(key.dropLast(2)): [\(text)]}" : "{\(key == "*" ? "'*'" : key): \(text)}"
                }
                let found = problems(text).joined(separator: "\n")
                #expect(!found.contains("planted"), "\(path): \(found)")
            }
        }
    }
}
