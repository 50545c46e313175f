import Testing

@testable import Dashboard

@Suite("Pages")
struct PageTests {
    @Test("show what came from outside as text, wherever it stands")
    func escaping() async throws {
        let installation = TestInstallation(holder: "process 1")
        let planted = "<script>alert(1)</script>\"'&\u{202E}\u{7}"
        try await installation.revoke("<b>acme</b>", because: planted)
        try await withSite(installation) { browser, _ in
            let page = try await browser.get("/")
            #expect(page.status == 200)
            #expect(!page.body.contains("<script>alert") && !page.body.contains("<b>acme"))
            #expect(page.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
            #expect(page.body.contains("/sellers/%3Cb%3Eacme%3C%2Fb%3E"))
            #expect(!page.body.unicodeScalars.contains("\u{202E}") && !page.body.unicodeScalars.contains("\u{7}"))
        }
    }

    @Test("have landmarks, one heading, and a menu that knows where one is")
    func landmarks() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/").body
            for mark in ["<header", "<nav", "<main", "<footer", "lang=\"en\"", "class=\"skip\""] {
                #expect(body.contains(mark), "\(mark)")
            }
            #expect(body.components(of: "<h1") == 1)
            #expect(body.contains("<a href=\"/\" aria-current=\"page\">Overview</a>"))
            #expect(body.contains("spworker 1.2.3"))
            for section in Section.allCases { #expect(body.contains("<a href=\"\(section.path)\"")) }
        }
    }

    @Test("give their content alone to a page that shows the rest")
    func fragments() async throws {
        try await withSite { browser, _ in
            let whole = try await browser.get("/").body
            let part = try await browser.get("/", ["X-Fragment": "1"]).body
            #expect(part.contains("<h1>Overview</h1>") && !part.contains("<html"))
            #expect(!part.contains("<nav class=\"menu\""))
            #expect(whole.contains(part))
        }
    }

    @Test("that are not there say so in the shell, and to programs as a problem")
    func missing() async throws {
        try await withSite { browser, _ in
            let page = try await browser.get("/nothing")
            #expect(page.status == 404 && page.body.contains("<nav") && page.body.contains("Not found"))
            let problem = try await browser.get("/api/v1/nothing")
            #expect(problem.status == 404 && problem.field("Content-Type") == "application/problem+json")
            #expect(problem.body.contains("\"status\":404"))
        }
    }

    @Test("say what to do where there is nothing to show")
    func empty() async throws {
        try await withSite { browser, _ in
            let body = try await browser.get("/").body
            #expect(body.contains("No worker is running, and nothing waits"))
            #expect(body.contains("spworker run") && body.contains("No seller is stuck."))
        }
    }
}

extension String {
    /// How often the text holds another one.
    fileprivate func components(of other: String) -> Int {
        split(separator: other, omittingEmptySubsequences: false).count - 1
    }
}
