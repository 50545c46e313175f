import Foundation
import Testing

extension WorkerJourneys {
    @Suite("Hooks")
    struct HookTests {
        private struct Notice: Decodable {
            struct Job: Decodable {
                struct Failure: Decodable {
                    let kind: String
                    let status: Int?
                }
                let id: Int
                let operation: String
                let state: String
                let error: Failure
            }
            let id: String
            let hook: String
            let at: String
            let application: String
            let seller: String?
            let region: String?
            let from: String?
            let to: String?
            let reason: String?
            let job: Job?
        }

        private struct Pending: Decodable {
            struct Row: Decodable {
                let hook: String
                let seller: String?
                let tries: Int
                let lastError: String?
            }
            let pending: Int
            let notices: [Row]
        }

        private static let key = "planted hook key"

        @Test(
            "a revoked seller is told by a signed post, after a refusal and a kill -9 too, and nobody learns a secret")
        func revoked() async throws {
            let listener = try Listener()
            defer { listener.close() }
            listener.answer(503)
            var world = SceneWorld(sellers: 2)
            world.sellers[0].isRevoked = true
            world.settings = [
                "hooks: {onRevoked: [{post: \"http://127.0.0.1:\(listener.port)/planted-path\", "
                    + "secret: \"file:secrets/hook.json#key\"}]}"
            ]
            try await Scene.play(world) { scene in
                try scene.workplace.write("secrets/hook.json", "{\"key\": \"\(Self.key)\"}", mode: 0o600)
                #expect(try await scene.run("migrate", "up").code == 0)
                try await scene.queue.insert(sellers: world.sellers.map(\.id), each: 2)
                let killed = try await scene.startWorker()
                try await eventually("a notice was refused") { !listener.requests.isEmpty }
                let pending = try await eventually("the refusal is written down") { () -> Pending? in
                    let pending = try await scene.run("hooks", "list", "--json").json(Pending.self)
                    return pending.notices.first?.lastError == nil ? nil : pending
                }
                #expect(pending.pending == 1 && pending.notices.first?.hook == "onRevoked")
                #expect(
                    pending.notices.first?.seller == "seller1"
                        && pending.notices.first?.lastError?.contains("503") == true)
                #expect(try await scene.run("status").output.contains("hooks list"))
                killed.send(SIGKILL)
                _ = try await killed.end()

                listener.answer(200)
                let before = listener.requests.count
                let worker = try await scene.startWorker()
                try await eventually("the notice is delivered") {
                    try await scene.run("hooks", "list", "--json").json(Pending.self).pending == 0
                }
                #expect(try await scene.stop(worker).code == 0)
                #expect(listener.requests.count > before)
                for request in listener.requests { try check(request) }
                #expect(Set(listener.requests.compactMap { $0.header("spworker-event-id") }).count == 1)

                let seen =
                    killed.output + killed.errors + worker.output + worker.errors
                    + listener.requests.map { $0.head + $0.body }.joined()
                let hidden = seen.replacing("POST /planted-path", with: "")
                #expect(!hidden.contains("planted"))
            }
        }

        private func check(_ request: Listener.Request) throws {
            let notice = try JSONDecoder().decode(Notice.self, from: Data(request.body.utf8))
            #expect(notice.hook == "onRevoked" && notice.seller == "seller1" && notice.region == "EU")
            #expect(notice.application == "main" && notice.to == "revoked" && notice.job == nil)
            #expect(notice.id == request.header("spworker-event-id") && notice.reason?.isEmpty == false)
            #expect(try abs(seconds(notice.at) - Date().timeIntervalSince1970) < 120)
            #expect(request.head.hasPrefix("POST /planted-path HTTP/1.1"))
            #expect(request.header("content-type") == "application/json")
            let signature = try #require(request.header("spworker-signature")).split(separator: ",")
            let time = try #require(signature.first { $0.hasPrefix("t=") }).dropFirst(2)
            let due = "v1=" + SHA256.mac(key: Self.key, "\(time).\(request.body)")
            #expect(signature.contains { $0 == due })
        }

        @Test("a worker that only drains tells of a failed job by a program before it ends")
        func program() async throws {
            var world = SceneWorld()
            let operation = "sellers.getMarketplaceParticipations"
            world.faults = ["{match: {seller: acme, operation: \(operation)}, kind: 400}"]
            world.settings = ["hooks: {onJobFailed: [{exec: [scripts/notify.sh, told.json]}]}"]
            try await Scene.play(world) { scene in
                try scene.workplace.write(
                    "scripts/notify.sh", "#!/bin/sh\ncat > \"$1\"\nenv > variables\n", mode: 0o700)
                let enqueued = try await scene.run("enqueue", "request", operation, "--seller", "acme")
                #expect(enqueued.code == 0, "\(enqueued.errors)")
                let end = try await scene.run("run", "--drain")
                #expect(end.code == 0, "\(end.errors)")
                let place = scene.workplace.folder
                let notice = try JSONDecoder().decode(
                    Notice.self, from: Data(contentsOf: place.appending(path: "told.json")))
                #expect(notice.hook == "onJobFailed" && notice.seller == "acme" && notice.to == "failed")
                #expect(notice.job?.id == 1 && notice.job?.state == "failed" && notice.job?.error.status == 400)
                #expect(notice.job?.operation.hasPrefix(operation) == true)
                let variables = try String(contentsOf: place.appending(path: "variables"), encoding: .utf8)
                #expect(variables.contains("SPWORKER_HOOK=onJobFailed\n"))
                #expect(try await scene.run("hooks", "list").output.contains("everybody has been told"))
            }
        }
    }
}
