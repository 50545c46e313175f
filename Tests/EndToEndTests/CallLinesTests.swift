import Testing

extension CommandJourneys {
    @Suite("Lines about calls")
    struct CallLinesTests {
        @Test("DEBUG=sp-api:* shows requests and answers and nothing else, and bodies only on demand")
        func debug() async throws {
            try await Scene.play { scene in
                for bodies in ["0", "1"] {
                    _ = try await scene.run("enqueue", "request", "sellers.getMarketplaceParticipations")
                    let end = try await scene.workplace.run(
                        "run", "--drain", environment: ["DEBUG": "sp-api:*", "SPWORKER_LOG_BODIES": bodies])
                    #expect(end.code == 0, "\(end.errors)")
                    let lines = end.errors.split(separator: "\n").filter { $0.contains(" DEBUG ") }
                    #expect(!end.errors.contains(" TRACE "))
                    for words in [
                        ["request", "lwa.token", "acme"], ["answer", "lwa.token", "status=200"],
                        ["request", "sellers.getMarketplaceParticipations@v1", "x-amz-access-token: <hidden>"],
                        ["answer", "sellers.getMarketplaceParticipations@v1", "status=200", "requestId=", "seconds="],
                    ] {
                        #expect(lines.contains { line in words.allSatisfy { line.contains($0) } }, "\(words): \(lines)")
                    }
                    #expect(lines.contains { $0.contains("answer body") } == (bodies == "1"))
                    #expect(!end.errors.contains("Atza") && !end.errors.contains("planted"))
                }
                let plain = try await scene.run("run", "--drain")
                #expect(!plain.errors.contains(" DEBUG "))
            }
        }
    }
}
