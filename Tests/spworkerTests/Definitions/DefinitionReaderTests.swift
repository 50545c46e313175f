import JobModel
import OperationCatalogue
import SellerJobs
import Testing

@testable import spworker

@Suite("Job definitions")
struct DefinitionReaderTests {
    private static let head = "name: a\n"
    private static let job = "job: {operation: sellers.getMarketplaceParticipations}\n"

    @Test("are read with everything that they can say")
    func everything() throws {
        let it = try definition(
            """
            name: orders-sync
            sellers: {tags: [premium], regions: [eu, NA], list: [acme], exclude: [globex]}
            job:
              kind: request
              operation: orders.searchOrders
              params: {lastUpdatedAfter: "{now-1d}", marketplaceIds: "{marketplaces}", maxResultsPerPage: 50}
              allPages: true
              output: "orders/{seller}/{job}.ndjson"
              priority: 2
            retry: {maxAttempts: 3}
            """)
        #expect(it.name == "orders-sync" && it.job.kind == "request" && it.job.target == "orders.searchOrders")
        #expect(it.origin == .file(path: "jobs/a.yaml", line: 1))
        #expect(it.sellers.tags == ["premium"] && it.sellers.regions == [.europe, .northAmerica])
        #expect(it.sellers.list == ["acme"] && it.sellers.exclude == ["globex"])
        #expect(it.job.options["allPages"] == .bool(true) && it.job.output == "orders/{seller}/{job}.ndjson")
        #expect(it.job.priority == 2 && it.job.maxAttempts == 3 && it.job.body == nil)
        #expect(
            it.job.parameters
                == .object([
                    "lastUpdatedAfter": "{now-1d}", "marketplaceIds": "{marketplaces}", "maxResultsPerPage": "50",
                ]))
    }

    @Test("have defaults for everything but a name and an operation")
    func defaults() throws {
        let it = try definition(Self.head + Self.job)
        #expect(it.sellers == JobDefinition.Selection() && it.job.parameters == .object([:]))
        #expect(it.job.options.isEmpty && it.job.output == nil && it.job.body == nil && it.cursor == nil)
        #expect(it.job.priority == NewJob.defaultPriority && it.job.maxAttempts == NewJob.defaultMaxAttempts)
        #expect(try definition(Self.head + "sellers: all\n" + Self.job).sellers == JobDefinition.Selection())
    }

    /// A file and what must be said of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let yaml: String
        let problem: String

        init(_ yaml: String, _ problem: String) {
            self.yaml = yaml
            self.problem = problem
        }

        var testDescription: String { problem }
    }

    private static let faults: [Fault] = [
        // Keys.
        Fault(head + job + "jbo: {}\n", "jobs/a.yaml:3: jbo: this key is not known; did you mean job?"),
        Fault(
            head + "job:\n  operaton: x\n",
            "jobs/a.yaml:3: job.operaton: this key is not known; did you mean operation?"
        ),
        Fault(
            head + job + "sellers: {tag: [a]}\n",
            "jobs/a.yaml:3: sellers.tag: this key is not known; did you mean tags?"
        ),
        Fault(
            head + job + "retry: {odd: 1}\n",
            "retry.odd: this key is not known; the keys here are maxAttempts, backoff, maxBackoff"),
        Fault(head, "jobs/a.yaml:1: job: this is missing; write job: {operation: FAMILY.OPERATION}"),
        Fault(head + "job: {kind: request}\n", "jobs/a.yaml:2: job.operation: this is missing"),
        Fault(job, "name: this is missing"),
        // Types.
        Fault(head + "job: [a]\n", "job: a map of keys is due here, not a list"),
        Fault("name: \"a b\"\n" + job, "name: \"a b\" does not fit here; write an id of letters"),
        Fault(
            head + job + "retry: {maxAttempts: many}\n",
            "retry.maxAttempts: \"many\" does not fit here; write a whole number"
        ),
        Fault(head + job + "retry: {maxAttempts: 1001}\n", "write a whole number from 1 to 1000"),
        Fault(
            head + job + "sellers: {tags: premium}\n",
            "sellers.tags: a list is due here, not \"premium\"; write tags: [premium]"
        ),
        Fault(
            head + job + "sellers: {regions: [XX]}\n",
            "sellers.regions: there is no region \"XX\"; write NA, EU or FE"
        ),
        Fault(
            head + "job: {operation: getMarketplaceParticipations, priority: 10}\n",
            "job.priority: \"10\" does not fit here"
        ),
        Fault(
            head + "job: {operation: getMarketplaceParticipations, params: [a]}\n",
            "job.params: a map of parameters is due here, not a list"
        ),
        Fault(
            head + "job: {operation: orders.searchOrders, allPages: maybe}\n",
            "job.allPages: \"maybe\" does not fit here; write true or false"
        ),
        Fault("name: [a\n", "this is not valid YAML"),
        // Operations and kinds.
        Fault(
            head + "job: {operation: orders.searchOrder}\n",
            "jobs/a.yaml:2: job.operation: There is no operation named 'orders.searchOrder'. Did you mean orders.searchOrders"
        ),
        Fault(head + "job: {operation: nothing.likeThis}\n", "'spworker operations list' shows all"),
        Fault(
            head + "job: {operation: sellers.getMarketplaceParticipations, allPages: true}\n",
            "job.allPages: sellers.getMarketplaceParticipations@v1 has no pages that can be read one after the other; remove it"
        ),
        Fault(
            head + "job: {kind: reprot}\n",
            "job.kind: there is no kind \"reprot\"; write request, report, feed or query"
        ),
        Fault(
            head + "job: {kind: report, operation: x}\n",
            "job.operation: operation does not belong to a report; write type"
        ),
        Fault(head + "job: {kind: query}\n", "job.query: this is missing; write query"),
        Fault(
            head + "job: {kind: query, file: gone.graphql}\n", "job.file: gone.graphql cannot be read as UTF-8 text"
        ),
        // Cursors.
        Fault(
            head + "job: {operation: orders.searchOrders, params: {lastUpdatedAfter: \"{cursor}\"}}\n",
            "job: {cursor} needs a cursor; write cursor: {field: NAME"
        ),
        Fault(head + job + "cursor: {start: \"{now-1d}\"}\n", "cursor.field: nothing says how far a job reaches"),
        Fault(
            head + job + "cursor: {field: odd, start: \"{now-1d}\"}\n",
            "cursor.field: the job has no parameter \"odd\""
        ),
        Fault(
            head + job + "cursor: {until: \"{now}\"}\n", "cursor.start: this is missing; write start: \"{now-30d}\""
        ),
        Fault(
            head + job + "cursor: {until: \"{now}\", start: \"{now-1d}\", lookback: 2h, maxWindow: 1h}\n",
            "cursor.maxWindow: a window no longer than lookback would never get on"
        ),
        Fault(
            head + job + "cursor: {until: yesterday, start: \"{now-1d}\"}\n",
            "cursor.until: \"yesterday\" is no instant"
        ),
        // Secrets.
        Fault(
            head + "job: {operation: orders.searchOrders, params: {createdAfter: \"{env:SP_CLIENT_SECRET}\"}}\n",
            "{env:SP_CLIENT_SECRET} looks like a secret, which must not get into a job"
        ),
        // Paths and templates.
        Fault(
            head + "job: {operation: orders.searchOrders, output: ../x}\n",
            "job.output: The output path '../x' must not hold"
        ),
        Fault(
            head + "job: {operation: orders.searchOrders, output: \"{odd}\"}\n",
            "job.output: The output path cannot hold '{odd}'"
        ),
        Fault(
            head + "job:\n  operation: orders.searchOrders\n  params:\n    createdAfter: \"{yesterday}\"\n",
            "jobs/a.yaml:5: job.params.createdAfter: '{yesterday}' is not a template; there are {seller} {region}"
        ),
        Fault(
            head + "job: {operation: orders.searchOrders, params: {marketplaceIds: [\"x{marketplaces}\"]}}\n",
            "job.params.marketplaceIds: {marketplaces} is a list, which cannot be part of a text; let it stand alone"
        ),
    ]

    @Test("tell what is wrong with its line, and what would be right", arguments: faults)
    func problems(fault: Fault) {
        let all = definitionProblems(fault.yaml)
        #expect(all.contains { $0.contains(fault.problem) }, "\(all)")
        #expect(all.allSatisfy { $0.hasPrefix("jobs/a.yaml:") })
    }

    @Test(
        "say 'quote it' where YAML read braces as a map",
        arguments: [
            ("params: {marketplaceIds: {marketplaces}}", "job.params.marketplaceIds", "{marketplaces}"),
            ("params: {marketplaceIds: [{marketplace}]}", "job.params.marketplaceIds", "{marketplace}"),
            ("params: {createdAfter: {now-1d}}", "job.params.createdAfter", "{now-1d}"),
            ("output: {seller}", "job.output", "{seller}"), ("body: {now}", "job.body", "{now}"),
        ])
    func unquoted(line: String, path: String, template: String) {
        let all = definitionProblems(Self.head + "job:\n  operation: orders.searchOrders\n  \(line)\n")
        #expect(all == ["jobs/a.yaml:4: \(path): YAML reads \(template) as a map of keys; quote it: \"\(template)\""])
        let text = definitionProblems(Self.head + "job:\n  operation: orders.searchOrders\n  output: {seller}.json\n")
        #expect(text.count == 1 && text[0].contains("must be quoted"), "\(text)")
    }

    @Test("say how the jobs of a seller follow each other")
    func cursor() throws {
        let it = try definition(
            """
            name: a
            job:
              operation: orders.searchOrders
              params: {lastUpdatedAfter: "{cursor}", lastUpdatedBefore: "{now-2m}"}
            cursor: {field: lastUpdatedBefore, start: "{now-30d}", lookback: 2m, maxWindow: 7d}
            """)
        #expect(
            it.cursor
                == CursorRule(
                    field: "lastUpdatedBefore", start: "{now-30d}", lookback: .seconds(120),
                    maxWindow: .seconds(7 * 86_400)))
    }

    @Test("describe reports, feeds and queries too")
    func kinds() throws {
        let report = try definition(
            """
            name: a
            job:
              kind: report
              type: GET_MERCHANT_LISTINGS_ALL_DATA
              marketplaces: "{marketplaces}"
              from: "{now-1d}"
              reportOptions: {custom: "true"}
              emptyFails: true
            retry: {backoff: 2s, maxBackoff: 1h}
            """)
        #expect(report.job.kind == "report" && report.job.target == "GET_MERCHANT_LISTINGS_ALL_DATA")
        #expect(
            report.job.options == [
                "marketplaces": "{marketplaces}", "from": "{now-1d}", "reportOptions": ["custom": "true"],
                "emptyFails": true, "backoff": "2s", "maxBackoff": "1h",
            ])
        let query = try definition("name: a\njob: {kind: query, query: \"{ x(day: \\\"${now-1d|date}\\\") { y } }\"}\n")
        #expect(query.job.body == "{ x(day: \"${now-1d|date}\") { y } }" && query.job.target.isEmpty)
    }

    @Test("tell all problems at once, in the order of their lines")
    func allAtOnce() {
        let all = definitionProblems(
            """
            name: a b
            schedule: "@hourly"
            sellers: {regions: [XX]}
            job:
              operation: orders.searchOrder
              params: {createdAfter: {now}}
            retry: {maxAttempts: 0}
            """)
        #expect(
            all.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } == [
                "jobs/a.yaml:1: name:", "jobs/a.yaml:3: sellers.regions:",
                "jobs/a.yaml:5: job.operation:", "jobs/a.yaml:6: job.params.createdAfter:",
                "jobs/a.yaml:7: retry.maxAttempts:",
            ])
    }
}
