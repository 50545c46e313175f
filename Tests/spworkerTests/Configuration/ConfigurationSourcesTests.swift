import OperationCatalogue
import Secrets
import Testing

@testable import spworker

@Suite("Where the configuration comes from")
struct ConfigurationSourcesTests {
    @Test("is a flag before a variable before the file before the default")
    func precedence() throws {
        let file = "worker: {concurrency: 10, perSeller: 3}\n"
        let variable = ["SPWORKER_WORKER_CONCURRENCY": "20"]
        let flag = [ConfigurationLoader.Override(path: "worker.concurrency", flag: "--concurrency", value: "30")]
        #expect(try load(nil).worker.concurrency == 64)
        #expect(try load(file).worker.concurrency == 10)
        #expect(try load(file, environment: variable).worker.concurrency == 20)
        let all = try load(file, environment: variable, overrides: flag)
        #expect(all.worker.concurrency == 30 && all.worker.perSeller == 3)
    }

    @Test(
        "finds the file by flag, by variable, here, or in the user's folder",
        arguments: [
            ("--config", ["SPWORKER_CONFIG": "/b.yaml", "HOME": "/home/u"], ["/a.yaml", "/b.yaml"], "/a.yaml"),
            (
                nil, ["SPWORKER_CONFIG": "/b.yaml", "HOME": "/home/u"], ["/srv/app/spworker.yaml", "/b.yaml"], "/b.yaml"
            ),
            (
                nil, ["HOME": "/home/u"], ["/srv/app/spworker.yaml", "/home/u/.config/spworker/spworker.yaml"],
                "spworker.yaml"
            ),
            (
                nil, ["HOME": "/home/u"], ["/home/u/.config/spworker/spworker.yaml"],
                "/home/u/.config/spworker/spworker.yaml"
            ),
            (
                nil, ["HOME": "/home/u", "XDG_CONFIG_HOME": "/xdg"],
                ["/xdg/spworker/spworker.yaml", "/home/u/.config/spworker/spworker.yaml"], "/xdg/spworker/spworker.yaml"
            ),
            (nil, ["HOME": "/home/u"], [], nil),
        ] as [(String?, [String: String], [String], String?)])
    func finding(flag: String?, environment: [String: String], present: [String], found: String?) throws {
        let files = MemoryFiles(contents: Dictionary(uniqueKeysWithValues: present.map { ($0, "jobs: here\n") }))
        let loader = ConfigurationLoader(environment: environment, files: files, workingDirectory: "/srv/app")
        let configuration = try loader.load(path: flag == nil ? nil : "/a.yaml")
        #expect(configuration.file == found)
        let folder = found.map { $0.hasPrefix("/") ? PathText.folder(of: $0) : "/srv/app" }
        if let folder { #expect(configuration.jobs == PathText.joined(folder, "here", home: nil)) }
    }

    @Test("must exist and be readable when it is named")
    func missingFile() throws {
        let loader = ConfigurationLoader(
            environment: [:], files: MemoryFiles(unreadable: ["/x.yaml"]), workingDirectory: "/srv/app")
        let missing = try #require(throws: ConfigurationError.self) { try loader.load(path: "none.yaml") }
        #expect(missing.description.contains("--config: none.yaml does not exist"))
        let unreadable = try #require(throws: ConfigurationError.self) { try loader.load(path: "/x.yaml") }
        #expect(unreadable.description.contains("/x.yaml cannot be read (permission denied)"))
    }

    @Test("is a variable for every key, with capitals set apart or not")
    func variables() throws {
        let it = try load(
            "output: {directory: results}\n",
            environment: [
                "SPWORKER_DATABASE": "sqlite:x.db", "SPWORKER_OUTPUT_MIN_FREE": "5GB", "SPWORKER_WORKER_PERSELLER": "7",
                "SPWORKER_REVOCATION_BREAKER_MAX_PAUSE": "1h", "SPWORKER_HTTP_PROXY": "null", "SPWORKER_JOBS": "",
                "SPWORKER_WORKER": #"{"concurrency": 5, "perSeller": 1}"#, "SPWORKER_LOG": "debug",
                "SPWORKER_APPLICATIONS": #"[{"id": "main", "clientId": "env:A", "clientSecret": "env:B"}]"#,
                "SPWORKER_SELLERS":
                    #"[{"id": "acme", "region": "FE", "refreshToken": "env:C", "marketplaces": ["JP"]}]"#,
                "SPWORKER_TOKENS_KEYS": #"["env:K1", "env:K2"]"#, "SPWORKER_TOKEN_KEY": "planted",
                "SPWORKER_WORKER_CONCURENCY": "1",
            ])
        #expect(it.database == .sqlite(path: "/srv/app/x.db"))
        #expect(it.output.minFree == 5_000_000_000 && it.output.directory == "/srv/app/results")
        #expect(it.worker.perSeller == 7 && it.worker.concurrency == 5)
        #expect(it.revocation.breaker.maxPause == .seconds(3600))
        #expect(it.jobs == "/srv/app/jobs")
        #expect(it.sellers.map(\.region) == [.farEast])
        #expect(it.tokens.keys.count == 2)
        #expect(it.notices == ["SPWORKER_WORKER_CONCURENCY sets nothing; did you mean SPWORKER_WORKER_CONCURRENCY?"])
    }

    @Test("gives every key a variable of its own")
    func uniqueVariables() {
        let names = ConfigurationSchema.settable.map { $0.joined().uppercased() }
        #expect(Set(names).count == names.count)
        #expect(ConfigurationSchema.settable.contains(["revocation", "breaker", "maxPause"]))
        #expect(!ConfigurationSchema.settable.contains(["sellers", "id"]))
    }

    @Test("lets a file name a variable as a secret's place although it is spelled like a key's variable")
    func variableAsPlace() throws {
        let it = try load("database: env:SPWORKER_DATABASE", environment: ["SPWORKER_DATABASE": "sqlite:planted.db"])
        #expect(it.database == .reference(.environment("SPWORKER_DATABASE")))
    }

    @Test("tells of variables that set nothing, but not of those that are places of secrets")
    func strangers() throws {
        let text = """
            applications: [{id: main, clientId: "env:SPWORKER_ID", clientSecret: "env:SPWORKER_APP"}]
            sellerTemplates: [{ids: {list: [acme]}, region: EU, refreshToken: "env:SPWORKER_RT_{seller}"}]
            """
        let it = try load(
            text,
            environment: [
                "SPWORKER_ID": "planted", "SPWORKER_APP": "planted", "SPWORKER_RT_acme": "planted",
                "SPWORKER_RT": "planted", "SPWORKER_RETENTION_MAXJOB": "planted", "SPWORKER_LOGLEVL": "planted",
                "SPWORKER_EMPTY": "",
            ])
        #expect(
            it.notices == [
                "SPWORKER_LOGLEVL sets nothing; did you mean SPWORKER_LOG_LEVEL?",
                "SPWORKER_RETENTION_MAXJOB sets nothing; did you mean SPWORKER_RETENTION_MAXJOBS?",
                "SPWORKER_RT sets nothing: no key of the configuration belongs to it",
            ])
    }

    @Test("refuses broken JSON and two variables for one key")
    func badVariables() {
        let found = problems(
            nil,
            environment: [
                "SPWORKER_SELLERS": "[planted", "SPWORKER_WORKER_PERSELLER": "1", "SPWORKER_WORKER_PER_SELLER": "2",
            ])
        #expect(found.contains { $0.hasPrefix("SPWORKER_SELLERS: sellers: this is not valid JSON") })
        #expect(found.contains { $0.contains("sets the same key") })
        #expect(!found.joined().contains("planted"))
    }
}
