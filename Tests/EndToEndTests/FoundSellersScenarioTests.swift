import Foundation
import Testing

extension ScenarioJourneys {
    @Suite(
        "Found sellers",
        .enabled(if: LocalAWS.program != nil, "SPWORKER_MOTO names no moto_server"))
    struct FoundSellersScenarioTests {
        private typealias Story = FoundSellersStory

        @Test(
            "500 sellers of Secrets Manager cost one exchange each over a crash, and what changes there is noticed alone"
        )
        func story() async throws {
            try await Story.play { story in
                let queue = story.scene.queue
                let first = try await story.startWorker()
                #expect(try await story.enqueueForAll() == nil)
                try await story.scene.waitForJobs(500, "state = 'succeeded'")
                try await eventually("all tokens are stored") { try await story.storedTokens() == 500 }
                #expect(try await story.scene.ledger().exchanges() == 500)
                let listed = try await story.run("sellers", "list").output
                #expect(listed.contains("\(Story.misspelt) is left out: "), "\(listed.suffix(500))")
                first.send(SIGKILL)
                #expect(try await first.end().code == 128 + SIGKILL)

                let worker = try await story.startWorker()
                #expect(try await story.enqueueForAll() == nil)
                try await story.scene.waitForJobs(1000, "state = 'succeeded'")
                let ledger = try await story.scene.ledger()
                #expect(ledger.exchanges() == 500, "every token still lives")
                #expect(ledger.complaints.count == 0 && ledger.throttles.count == 0)

                let (gone, rotated, revoked) = (story.sellers[9], story.sellers[19], story.sellers[29])
                try await remove(gone, story)
                try await rotate(rotated, story, worker)
                try await revoke(revoked, story)
                try await expectStandstill(of: gone, story)

                let left = try await queue.jobs("state <> 'succeeded'")
                #expect(left.compactMap(\.seller) == [gone.id])
                #expect(try await story.scene.stop(worker).code == 0)
                let told = try await story.events().filter { $0.seller != nil }
                #expect(
                    Dictionary(grouping: told) { $0.seller ?? "" }.mapValues { $0.map(\.kind) } == [
                        gone.id: ["sellerRemoved", "misconfigured"], rotated.id: ["secretChanged"],
                        revoked.id: ["suspected", "revoked", "restored"],
                    ])
                for text in [first.output, first.errors, worker.output, worker.errors] {
                    #expect(!text.contains("planted"))
                }
            }
        }

        /// A seller whose secret is deleted is not served any more, while a job of it waits for its time.
        private func remove(_ seller: Story.Seller, _ story: Story) async throws {
            let added = try await story.enqueue(seller, delay: "30m")
            #expect(added.code == 0, "\(added.errors)")
            try await story.aws.delete(seller.secret)
            let event = try await eventually("the worker notices that a seller has gone") {
                try await story.events().first { $0.kind == "sellerRemoved" }
            }
            #expect(event.seller == seller.id && event.region == seller.region)
            #expect(try await story.listed(seller)?.configured == false)
            #expect(try await story.enqueue(seller).code != 0)
        }

        /// A seller whose secret is replaced goes on with the new one.
        private func rotate(_ seller: Story.Seller, _ story: Story, _ worker: Program) async throws {
            try await story.replaceToken(of: seller)
            try await eventually("the seller's new token is used") {
                try await story.enqueue(seller)
                return try await story.scene.ledger().exchanges(of: seller.id) == 2
            }
            let line = try await worker.line(holding: "A secret has a new version.")
            #expect(line.contains(seller.secret))
            #expect(try await story.scene.ledger().exchanges(of: seller.id, result: "ok") == 2)
        }

        /// A seller who left is out, and back by itself when there is a new token.
        private func revoke(_ seller: Story.Seller, _ story: Story) async throws {
            try await story.scene.steer("revoke", "{\"seller\": \"\(seller.id)\"}")
            #expect(try await story.run("tokens", "forget", "--seller", seller.id).code == 0)
            try await story.enqueue(seller)
            try await eventually("the seller is revoked") { try await story.listed(seller)?.state == "revoked" }
            try await story.replaceToken(of: seller)
            try await eventually("the seller is active again") { try await story.listed(seller)?.state == "active" }
            try await story.scene.waitForJobs(0, "seller = '\(seller.id)' AND state <> 'succeeded'")
        }

        /// What is left of a seller who is not there any more waits, and says why.
        private func expectStandstill(of seller: Story.Seller, _ story: Story) async throws {
            let belongs = "seller = '\(seller.id)' AND state <> 'succeeded'"
            try await story.scene.waitForJobs(1, "\(belongs) AND label = 'parked'")
            let jobs = try await story.scene.queue.jobs(belongs)
            let job = try #require(jobs.first)
            let explained = try await story.run("jobs", "explain", "\(job.id)")
            #expect(explained.output.contains("not among the sellers any more"), "\(explained.output)")
            #expect(try await story.scene.ledger().exchanges(of: seller.id) == 1)
        }
    }
}
