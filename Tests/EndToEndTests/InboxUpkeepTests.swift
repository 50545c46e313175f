import Testing

extension CommandJourneys {
    @Suite("Keeping the inbox")
    struct InboxUpkeepTests {
        @Test("a row that was rejected for its seller's absence has another chance, and settled rows can be deleted")
        func retryAndPrune() async throws {
            let world = SceneWorld(sellers: 2)
            try await Scene.play(world) { scene in
                var first = world
                first.sellers.removeLast()
                try scene.writeConfiguration(first)
                let worker = try await scene.startWorker()
                try await scene.queue.insert(sellers: ["seller2"], each: 2)
                try await eventually("the unknown seller is rejected") {
                    try await scene.queue.inbox().map(\.status) == ["rejected", "rejected"]
                }
                #expect(try await scene.run("inbox", "retry", "1").code == 0)
                try await eventually("it is rejected again") {
                    try await scene.queue.inbox().map(\.status) == ["rejected", "rejected"]
                }

                try scene.writeConfiguration(world)
                #expect(try await scene.run("workers", "reload").code == 0)
                let retried = try await scene.run("inbox", "retry", "--rejected", "--all")
                #expect(retried.code == 0)
                #expect(retried.output.contains("2 rows are new again"))
                try await scene.waitForJobs(2, "seller = 'seller2' AND state = 'succeeded'")
                #expect(try await scene.queue.inbox().map(\.status) == ["accepted", "accepted"])
                let again = try await scene.run("inbox", "retry", "1", "99")
                #expect(again.code == 1)
                #expect(again.errors.contains("Row 1: it has become a job"))
                #expect(again.errors.contains("Row 99: there is no such row"))
                #expect(try await scene.run("inbox", "retry", "--all").output.contains("No row is rejected"))

                let unasked = try await scene.run("inbox", "prune", "--older-than", "0s")
                #expect(unasked.code == 2)
                #expect(unasked.errors.contains("--yes"))
                #expect(try await scene.run("inbox", "prune", "--yes").output.contains("No settled row is older"))
                let pruned = try await scene.run("inbox", "prune", "--older-than", "0s", "--yes")
                #expect(pruned.code == 0)
                #expect(pruned.output.contains("2 rows deleted"))
                #expect(try await scene.queue.inbox().isEmpty)
                #expect(try await scene.queue.count() == 2)
                #expect(try await scene.stop(worker).code == 0)
            }
        }
    }
}
