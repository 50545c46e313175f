import JobModel
import JobStore
import Testing

@testable import Dashboard

@Suite("A job's page")
struct SingleJobPageTests {
    @Test("tells why it does not run, its facts, its runs and its error, as text")
    func whole() async throws {
        let installation = TestInstallation()
        try await installation.put(uniqueKey: "k<1>")
        let call = LastCall(startedAt: installation.now, endedAt: installation.now, status: 503, requestID: "call-<9>")
        _ = try await installation.run(.retry(.planted), lastCall: call)
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/jobs/1").body
            #expect(body.contains("<h1>Job 1</h1>") && body.contains("waiting (retrying)"))
            #expect(body.contains("Why it does not run") && body.contains("No worker is running."))
            #expect(body.contains("<code class=\"command\">spworker run</code>"))
            #expect(body.contains("k&lt;1&gt;") && body.contains("&lt;B01&gt;"))
            #expect(body.contains("&lt;i&gt;It went wrong&lt;/i&gt;") && body.contains("r-&lt;1&gt;"))
            #expect(body.contains("call-&lt;9&gt;") && body.contains("<span class=\"state warning\">retry</span>"))
            #expect(!body.contains("<i>It") && !body.contains("k<1>") && !body.contains("r-<1>"))
        }
    }

    @Test("tells an error once, with its kind and the call's id", arguments: [true, false])
    func once(isQuarantined: Bool) async throws {
        let installation = TestInstallation()
        try await installation.put()
        _ = try await installation.run(isQuarantined ? .quarantine(.planted) : .fail(.planted))
        try await withSite(installation) { browser, _ in
            let body = try await browser.get("/jobs/1").body
            #expect(body.ranges(of: "It went wrong").count == 1 && body.contains("What became of it"))
            #expect(!body.contains("id=\"error-title\"") && body.contains("Error: ") && body.contains("r-&lt;1&gt;"))
        }
    }

    @Test("shows an answer to operators, cut and escaped, and says to readers that it is there")
    func answers() async throws {
        let installation = TestInstallation()
        try await installation.put()
        let answer = #"{"title":"<script>alert(1)</script>","rest":""# + String(repeating: "x", count: 20_000) + "\"}"
        _ = try await installation.run(
            .succeeded(JobResult(status: 200, bytes: answer.utf8.count, sha256: "ab12", inline: answer)))
        try await withSite(installation, token: Tokens.operators, readToken: Tokens.readers) { browser, _ in
            _ = try await browser.post("/login", "token=\(Tokens.operators)")
            let body = try await browser.get("/jobs/1").body
            #expect(body.contains("&quot;title&quot;: &quot;&lt;script&gt;alert(1)") && !body.contains("<script>alert"))
            #expect(body.contains("The first 16\u{202F}384 of") && body.contains("ab12"))
            _ = try await browser.post("/login", "token=\(Tokens.readers)")
            let reader = try await browser.get("/jobs/1").body
            #expect(reader.contains("The answer is shown to operators.") && !reader.contains("alert(1)"))
        }
    }

    @Test("shows neither body nor answer of what may tell of people", arguments: ["request", "chain"])
    func restricted(kind: String) async throws {
        let installation = TestInstallation()
        try await installation.put(operation: TestInstallation.restricted, kind: kind, body: "Jane Doe, 1 Road")
        _ = try await installation.run(.succeeded(JobResult(status: 200, bytes: 9, inline: "Jane Roe")))
        try await installation.put(operation: "GET_UNKNOWN_TYPE", kind: "report", body: "Jane Doe, 1 Road")
        _ = try await installation.run(.succeeded(JobResult(status: 200, bytes: 9, inline: "Jane Roe")))
        try await withSite(installation) { browser, _ in
            for address in ["/jobs/1", "/jobs/2"] {
                let body = try await browser.get(address).body
                #expect(body.contains("may tell of people") && !body.contains("Jane"))
            }
        }
    }

    @Test("offers what can be done: a retry of what ended, a cancel of what has not, and nothing to readers")
    func buttons() async throws {
        let installation = TestInstallation()
        try await installation.put(2)
        _ = try await installation.run(.quarantine(.planted))
        try await withSite(installation, token: Tokens.operators, readToken: Tokens.readers) { browser, installation in
            _ = try await browser.post("/login", "token=\(Tokens.operators)")
            let quarantined = try await browser.get("/jobs/1")
            #expect(
                quarantined.body.contains("action=\"/jobs/1/retry\"") && quarantined.body.contains("name=\"confirmed\"")
            )
            #expect(quarantined.body.contains("action=\"/jobs/1/cancel\""))
            #expect(!(try await browser.get("/jobs/2").body.contains("/jobs/2/retry")))
            _ = try await browser.post("/jobs/1/retry", "_csrf=\(quarantined.csrf)")
            #expect(try await browser.get("/jobs/1").body.contains("Job 1 was not reopened"))
            let seen = try await browser.post("/jobs/1/retry", "_csrf=\(quarantined.csrf)&confirmed=1")
            #expect(seen.status == 303 && seen.field("Location") == "/jobs/1")
            #expect(try await installation.state(JobID(1)) == .waiting)
            let event = try await installation.store.latestEvents(limit: 1).first
            #expect(event?.kind == "jobsRetried" && event?.note == "job 1")
            _ = try await browser.post("/login", "token=\(Tokens.readers)")
            let reader = try await browser.get("/jobs/2")
            #expect(reader.status == 200 && !reader.body.contains("/jobs/2/cancel"))
            #expect(try await browser.post("/jobs/2/cancel", "_csrf=\(reader.csrf)").status == 403)
        }
    }

    @Test("says so when a running job was asked to stop")
    func stopping() async throws {
        let installation = TestInstallation(holder: "process 1")
        try await installation.put()
        _ = try await installation.start()
        try await withSite(installation) { browser, installation in
            let page = try await browser.get("/jobs/1")
            _ = try await browser.post("/jobs/1/cancel", "_csrf=\(page.csrf)")
            let after = try await browser.get("/jobs/1").body
            #expect(after.contains("Job 1 runs and was asked to stop.") && after.contains("asked to stop</span>"))
            #expect(!after.contains("action=\"/jobs/1/cancel\""))
            #expect(try await installation.store.job(JobID(1))?.row.cancelRequested == true)
        }
    }

    @Test("is not there for what is no job")
    func unknown() async throws {
        try await withSite { browser, _ in
            for address in ["/jobs/7", "/jobs/0", "/jobs/x", "/jobs/99999999999999999999"] {
                let page = try await browser.get(address)
                #expect(page.status == 404 && page.body.contains("There is no job"), "\(address)")
            }
        }
    }

    @Test("writes JSON in lines, with every sign as it was")
    func indented() {
        #expect(
            IndentedJSON.text(#"{"a":[1,{}],"b":"x{,\"}"}"#)
                == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": \"x{,\\\"}\"\n}")
        #expect(IndentedJSON.text("no json, at: all") == "no json, at: all")
        #expect(IndentedJSON.text("[]") == "[]" && IndentedJSON.text("") == "")
        #expect(ShownText("ä" + String(repeating: "x", count: 9), longest: 1).shownText == "")
    }
}
