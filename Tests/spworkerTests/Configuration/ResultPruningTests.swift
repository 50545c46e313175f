import Testing

@testable import spworker

@Suite("Whether old results may be deleted")
struct ResultPruningTests {
    private func obstacle(_ more: String, database: String = "/srv/app/spworker.db") throws -> String? {
        ResultPruning(try load(accounts + more), database: database).obstacle()
    }

    @Test("They may in a folder of their own, the standard one among them")
    func own() throws {
        #expect(try obstacle("") == nil)
        #expect(try obstacle("output: {directory: /var/results}") == nil)
    }

    @Test(
        "They may not where other things lie too",
        arguments: [
            ("output: {directory: .}", "configuration"), ("output: {directory: /srv}", "configuration"),
            ("output: {directory: /}", "configuration"), ("output: {directory: jobs}", "job definitions"),
            ("output: {directory: jobs/out}\njobs: jobs/out/definitions", "job definitions"),
            ("output: {directory: certificates}\nhttp: {caFile: certificates/ca.pem}", "caFile"),
        ])
    func shared(yaml: String, says: String) throws {
        #expect(try obstacle(yaml)?.contains(says) == true)
    }

    @Test("They may not where the database or a secret lies")
    func database() throws {
        #expect(try obstacle("output: {directory: data}", database: "/srv/app/data/spworker.db") != nil)
        let yaml = accounts.replacing("env:TOKEN", with: "file:data/acme.json#refreshToken")
        let it = try load(yaml + "output: {directory: data}")
        #expect(ResultPruning(it, database: "/srv/app/spworker.db").obstacle() == "a secret lies in output.directory")
    }

    @Test("They may not where secrets or files of sellers lie that are not there yet")
    func templates() throws {
        let more = """
            sellerTemplates:
              - {ids: {awsSecretsPrefix: prod/}, region: EU, refreshToken: "file:data/{seller}.json"}
            output: {directory: data}
            """
        #expect(try obstacle(more) == "a folder of secrets lies in output.directory")
        #expect(try obstacle(more.replacing("directory: data", with: "directory: out")) == nil)
    }

    @Test("A folder is not inside another one whose name begins alike")
    func names() {
        #expect(ResultPruning.isInside("/a/b/c", "/a/b") && ResultPruning.isInside("/a/b", "/a/b"))
        #expect(!ResultPruning.isInside("/a/bc", "/a/b") && !ResultPruning.isInside("/a", "/a/b"))
    }
}
