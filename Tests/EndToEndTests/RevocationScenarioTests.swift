import Foundation
import Testing

extension ScenarioJourneys {
    @Suite("Revocation")
    struct RevocationScenarioTests {
        private typealias Story = RevocationStory

        @Test(
            "of 200 sellers five who left are revoked and no other, whatever else fails, and new tokens bring them back"
        )
        func story() async throws {
            let listener = try Listener()
            defer { listener.close() }
            let story = Story(port: listener.port)
            try await Scene.play(story.world) { scene in
                #expect(try await story.run(scene, "migrate", "up").code == 0)
                let few = Story.fewJobs * story.outsiders.count
                let first = 65 * story.others.count
                #expect(try await story.enqueue(scene, few, of: story.outsiders) == nil)
                #expect(try await story.enqueue(scene, first, of: story.others) == nil)
                var worker = try await story.startWorker(scene)
                let beginning = story.minutes

                try await story.reach(beginning + 3)
                let leftAt = try await scene.ledger().elapsed
                for seller in story.revoked { try await scene.steer("revoke", "{\"seller\": \"\(seller)\"}") }
                try await story.wait(until: "all five are revoked") {
                    try await story.sellers(scene).count { $0.state == "revoked" } == story.revoked.count
                }
                try await expectExplanation(scene, story)

                try await story.reach(beginning + 8)
                try await story.spoilLogin(scene, [("503", 6), ("hang", 2), ("html", 2)])
                try await story.reach(story.minutes + 11)
                #expect(try await story.applicationState(scene) == "ok", "trouble says nothing about anybody")
                try await story.reach(story.minutes + 3)

                try await story.spoilLogin(scene, [("invalid_grant", 4)])
                try await story.wait(until: "the application is suspect") {
                    try await story.applicationState(scene) == "suspect"
                }
                worker.send(SIGKILL)
                #expect(try await worker.end().code == 128 + SIGKILL)
                #expect(try await story.enqueue(scene, Story.jobs - few - first, of: story.others) == nil)
                worker = try await story.startWorker(scene)
                try await story.wait(until: "the application is ok again") {
                    try await story.applicationState(scene) == "ok"
                }

                try await story.setSecrets(scene, [story.world.clientSecret, Story.newSecret])
                try await story.reach(story.minutes + 2)
                try await story.setSecrets(scene, [Story.newSecret])
                try await story.wait(until: "the application is stopped") {
                    try await story.applicationState(scene) == "stopped"
                }
                try await story.reach(story.minutes + 2)
                try scene.writeApplication(secret: Story.newSecret)

                let left = "state <> 'succeeded'"
                try await story.wait(until: "all jobs of the others are done") {
                    try await scene.queue.count("NOT \(Story.belongs(to: story.outsiders)) AND \(left)") == 0
                }
                let ledger = try await scene.ledger(withRows: true)
                try await expectOrder(scene, story, ledger, leftAt: leftAt)

                for seller in story.revoked {
                    try await scene.steer(
                        "restore", "{\"seller\": \"\(seller)\", \"refreshToken\": \"Atzr|new-\(seller)\"}")
                    try scene.writeToken("Atzr|new-\(seller)", of: seller)
                }
                try await story.wait(until: "the jobs of the five are done") {
                    try await scene.queue.count("\(Story.belongs(to: story.revoked)) AND \(left)") == 0
                }
                try await story.wait(until: "everybody has been told") { try await story.pendingNotices(scene) == 0 }
                #expect(try await scene.stop(worker).code == 0)
                try await expectHistory(scene, story)
                try expectNotices(listener, story)
                let events = try await story.events(scene)
                print(
                    "Revocation scenario: \(Story.jobs) jobs, \(Int(story.minutes)) minutes;",
                    "\(ledger.exchanges()) exchanges, \(ledger.exchanges(result: "ok")) good,",
                    "\(ledger.exchanges(result: "invalid_grant")) refused,",
                    "\(ledger.exchanges(result: "invalid_client")) with the old secret;",
                    "\(ledger.throttles.count) throttles; suspected \(events.count { $0.kind == "suspected" });",
                    "told \(listener.requests.count)")
            }
        }

        /// What a new operator reads about a seller who left.
        private func expectExplanation(_ scene: Scene, _ story: Story) async throws {
            let show = try await story.run(scene, "sellers", "show", story.revoked[0]).output
            #expect(show.contains("revoked") && show.contains("invalid_grant") && show.contains("->"), "\(show)")
        }

        /// How things are before the new tokens come.
        private func expectOrder(
            _ scene: Scene, _ story: Story, _ ledger: SandboxLedger, leftAt: Double
        ) async throws {
            let states = Dictionary(grouping: try await story.sellers(scene)) { $0.state }
                .mapValues { Set($0.map(\.seller)) }
            #expect(states["revoked"] == Set(story.revoked))
            #expect(states["misconfigured"] == [story.misconfigured])
            #expect(states["active"] == Set(story.others))

            #expect(try await scene.queue.count() == Story.jobs)
            let rest = try await scene.queue.jobs("state <> 'succeeded'")
            #expect(Set(rest.compactMap(\.seller)) == Set(story.outsiders))
            #expect(rest.allSatisfy { $0.state == "waiting" && $0.label == "parked" && $0.attempt == 0 })
            #expect(rest.count { $0.seller == story.misconfigured } == Story.fewJobs)

            let asked = Dictionary(
                grouping: (ledger.rows ?? []).filter { $0.kind == "exchange" && $0.at >= leftAt }
            ) { $0.seller ?? "" }
            for seller in story.revoked {
                let count = asked[seller]?.count ?? 0
                #expect((1...3).contains(count), "\(seller) cost \(count) exchanges")
            }
            let foreign = ledger.exchanges(of: story.misconfigured)
            #expect((1...3).contains(foreign) && ledger.complaints.count == foreign)
            for result in ["temporarily_unavailable", "invalid_grant", "invalid_client"] {
                #expect(ledger.exchanges(result: result) > 0, "there was no \(result)")
            }
        }

        /// How things are in the end, and how it came.
        private func expectHistory(_ scene: Scene, _ story: Story) async throws {
            let sellers = try await story.sellers(scene)
            #expect(sellers.filter { $0.state != "active" }.map(\.seller) == [story.misconfigured])
            let foreign = try #require(sellers.first { $0.seller == story.misconfigured })
            #expect(foreign.error?.kind == "unauthorizedClient" && foreign.waiting == Story.fewJobs)
            #expect(try await scene.queue.count("state = 'succeeded'") == Story.jobs - Story.fewJobs)

            let events = try await story.events(scene)
            let stories = Dictionary(grouping: events) { $0.seller ?? "" }
            for seller in story.revoked {
                let own = stories[seller] ?? []
                #expect(own.map(\.kind) == ["suspected", "revoked", "restored"], "\(seller): \(own.map(\.kind))")
                #expect(own.prefix(2).allSatisfy { $0.error?.kind == "invalidGrant" })
                #expect(own.last.map { $0.fingerprintBefore != $0.fingerprintAfter } == true)
            }
            #expect(stories[story.misconfigured]?.map(\.kind) == ["misconfigured"])
            for seller in story.others {
                let own = stories[seller] ?? []
                #expect(
                    own.allSatisfy { ["suspected", "restored"].contains($0.kind) }, "\(seller): \(own.map(\.kind))")
            }
            #expect(
                stories[""]?.map(\.kind) == [
                    "applicationSuspected", "applicationRestored", "applicationStopped", "applicationRestored",
                ])
        }

        private func expectNotices(_ listener: Listener, _ story: Story) throws {
            let notices = try listener.requests.map {
                try JSONDecoder().decode(Story.Notice.self, from: Data($0.body.utf8))
            }
            let told = Dictionary(grouping: notices) { $0.hook }.mapValues { Set($0.map { $0.seller ?? "" }) }
            #expect(
                told == [
                    "onRevoked": Set(story.revoked), "onRestored": Set(story.revoked),
                    "onMisconfigured": [story.misconfigured], "onApplicationStopped": [""],
                ])
        }
    }
}
