import Testing

@testable import spworker

@Suite("Whether the output directory is searched for what killed runs have left")
struct OutputTidyingTests {
    private func obstacle(_ more: String, database: String = "/srv/app/spworker.db") throws -> String? {
        OutputTidying(try load(accounts + more), database: database).obstacle()
    }

    @Test("It is when it holds outputs alone, as the standard one does")
    func own() throws {
        #expect(try obstacle("") == nil)
        #expect(try obstacle("output: {directory: /var/results}") == nil)
    }

    @Test(
        "It is not where other things lie too",
        arguments: [
            ("output: {directory: .}", "configuration"), ("output: {directory: /srv}", "configuration"),
            ("output: {directory: /}", "configuration"), ("output: {directory: jobs}", "job definitions"),
            ("output: {directory: jobs/out}\njobs: jobs/out/definitions", "job definitions"),
            ("output: {directory: certificates}\nhttp: {caFile: certificates/ca.pem}", "caFile"),
        ])
    func shared(yaml: String, says: String) throws {
        #expect(try obstacle(yaml)?.contains(says) == true)
    }

    @Test("It is not where the database or a secret lies")
    func database() throws {
        #expect(try obstacle("output: {directory: data}", database: "/srv/app/data/spworker.db") != nil)
        let yaml = accounts.replacing("env:TOKEN", with: "file:data/acme.json#refreshToken")
        let it = try load(yaml + "output: {directory: data}")
        #expect(OutputTidying(it, database: "/srv/app/spworker.db").obstacle() == "a secret lies in output.directory")
    }

    @Test("It is not where secrets or files of sellers lie that are not there yet")
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
        #expect(OutputTidying.isInside("/a/b/c", "/a/b") && OutputTidying.isInside("/a/b", "/a/b"))
        #expect(!OutputTidying.isInside("/a/bc", "/a/b") && !OutputTidying.isInside("/a", "/a/b"))
    }
}
