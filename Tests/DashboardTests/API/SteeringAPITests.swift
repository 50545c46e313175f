import JobModel
import JobStore
import JobStoreTesting
import OperationCatalogue
import Overview
import Testing

@testable import Dashboard

@Suite("Sellers, lanes and schedules of the API")
struct SteeringAPITests {
    @Test("sellers are listed page by page, whether they are configured, known to the store or both")
    func sellers() async throws {
        var installation = TestInstallation.withSellers
        installation.configured += ["cork", "dent"].map {
            .init(key: TestInstallation.key($0), refreshToken: "env:TOKEN", origin: "")
        }
        try await installation.enqueue(2, of: "acme")
        try await installation.revoke("bolt", because: "gone")
        try await installation.revoke("zinc", because: "gone")
        try await installation.store.pause(TestInstallation.key("cork"), reason: "r", actor: "a")
        try await withAPI(installation) { api, _ in
            func names(_ query: String) async throws -> ([String], String?) {
                let answer = try await api.get("sellers?\(query)")
                #expect(answer.status == 200, "\(answer)")
                return (answer["sellers"].list.compactMap { $0["seller"]?.string }, answer["next"]?.string)
            }
            #expect(try await names("").0 == ["acme", "bolt", "cork", "dent", "zinc"])
            var (pages, next): ([[String]], String?) = ([], nil)
            repeat {
                let page = try await names("limit=2" + (next.map { "&after=\($0.percentEncodedForTests)" } ?? ""))
                pages.append(page.0)
                next = page.1
            } while next != nil && pages.count < 9
            #expect(pages == [["acme", "bolt"], ["cork", "dent"], ["zinc"]])
            #expect(try await names("after=bolt").0 == ["bolt", "cork", "dent", "zinc"])
            #expect(try await names("after=%2500,%25ZZ,,,,").0.count == 5)
            #expect(try await names("state=revoked").0 == ["bolt", "zinc"])
            #expect(try await names("state=active").0 == ["acme", "cork", "dent"])
            #expect(try await names("state=active&limit=2").1 != nil)
            #expect(try await names("paused=true").0 == ["cork"])
            #expect(try await names("paused=false").0 == ["acme", "bolt", "dent", "zinc"])
            #expect(try await names("text=C").0 == ["acme", "cork", "zinc"])
            #expect(try await names("application=other").0 == [])
            let first = try await api.get("sellers?text=acme")["sellers"].list.first
            #expect(first?["waiting"] == 2 && first?["configured"] == true)
            let story = try await api.get("sellers/zinc")["sellers"].list.first
            #expect(story?["state"] == "revoked" && story?["configured"] == false && story?["cure"]?.string != nil)
            #expect(story?["lanes"].list.count == 1 && !(story?["events"].list.isEmpty ?? true))
            #expect(try await api.get("sellers/acm").status == 404)
            #expect(try await api.get("sellers/acme?region=NA").status == 404)
        }
    }

    @Test("sellers are paused and resumed, with who did it in the history")
    func pauses() async throws {
        try await withAPI { api, installation in
            try await installation.enqueue(1)
            let paused = try await api.post("sellers/acme/pause", #"{"region": "EU", "reason": "stock count"}"#)
            #expect(paused.status == 200 && paused["paused"].list.count == 1)
            #expect(try await api.get("sellers/acme")["sellers"].list.first?["pauseReason"] == "stock count")
            let resumed = try await api.post("sellers/acme/resume")
            #expect(resumed["resumed"].list.first?["wasPaused"] == true)
            #expect(resumed["resumed"].list.first?["waiting"] == 1)
            #expect(
                await installation.deeds() == [
                    "sellerPaused api:operator@unknown", "sellerResumed api:operator@unknown",
                ])
            #expect(try await api.post("sellers/acme/pause", #"{"region": "FE"}"#).status == 404)
            #expect(try await api.post("sellers/acme/pause", #"{"why": "x"}"#).wrong == ["why"])
        }
    }

    @Test("sellers are tried by a worker, which is told who wants it", .timeLimit(.minutes(1)))
    func probe() async throws {
        try await withAPI { api, installation in
            #expect(try await api.post("sellers/acme/probe").status == 409)
            let worker = WorkerID("w")
            try await installation.store.heartbeat(
                WorkerRow(
                    id: worker, host: "h", pid: 1, version: "1", startedAt: installation.now,
                    leaseUntil: installation.now + .seconds(3600)))
            async let answer = api.post("sellers/acme/probe", #"{"reason": "asked"}"#)
            await installation.clock.waitForSleepers(1)
            let command = try #require(try await installation.store.newCommands(for: worker, limit: 1).first)
            #expect(command.verb == "probe" && command.argument.contains("api:operator@"))
            _ = try await installation.store.answer(
                commandID: command.id, .done(#"{"state": "revoked", "reason": "Refused."}"#))
            installation.clock.advance(by: .seconds(1))
            let done = try await answer
            let seller = try #require(done["sellers"].list.first)
            #expect(done.status == 200 && seller["outcome"] == "done" && seller["reason"] == "Refused.")
            async let second = api.post("sellers/acme/probe")
            await installation.clock.waitForSleepers(1)
            installation.clock.advance(by: ProbeRequest.patience)
            let open = try await second
            #expect(open.status == 202 && open["sellers"].list.first?["outcome"] == "open")
        }
    }

    @Test("lanes are listed, paused, resumed and reset")
    func lanes() async throws {
        try await withAPI { api, installation in
            for operation in ["orders.a", "orders.b", "feeds.c"] { try await installation.enqueue(1, operation) }
            let first = try await api.get("lanes?operation=ORDERS&limit=1")
            #expect(first["lanes"].list.count == 1)
            let id = try #require(first["next"].number)
            #expect(try await api.get("lanes?operation=orders&after=\(id)")["lanes"].list.count == 1)
            let paused = try await api.post("lanes/\(id)/pause", #"{"reason": "odd"}"#)
            #expect(paused.status == 200 && paused["pauseReason"] == "odd")
            #expect(try await api.get("lanes?condition=paused")["lanes"].list.count == 1)
            #expect(try await api.post("lanes/\(id)/resume")["pauseReason"] == .null)
            #expect(try await api.post("lanes/\(id)/reset").status == 200)
            #expect(try await api.post("lanes/9223372036854775807/reset").status == 404)
            let actor = "api:operator@unknown"
            #expect(
                await installation.deeds() == [
                    "lanesPaused \(actor)", "lanesResumed \(actor)", "lanesReset \(actor)",
                ])
        }
    }

    @Test("definitions are listed, run and paused")
    func schedules() async throws {
        try await withAPI { api, installation in
            let listed = try await api.get("schedules")["definitions"].list
            #expect(listed.map { $0["name"] } == ["orders", "broken"])
            #expect(listed.first?["then"]?["run"] == "items" && listed.last?["problem"] == "line 3: no job")
            let run = try await api.post("schedules/orders/run", #"{"seller": "acme"}"#)
            #expect(run["jobs"] == [["seller": "acme", "region": "EU", "id": 7, "isNew": true]])
            #expect(try await api.post("schedules/orders/run", #"{"seller": "nobody"}"#).status == 422)
            #expect(try await api.post("schedules/none/run").status == 404)
            #expect(try await api.post("schedules/broken/run").status == 422)
            #expect(try await api.post("schedules/orders/pause", #"{"reason": "r"}"#).status == 200)
            #expect(try await api.post("schedules/orders/pause", #"{"seller": "acme"}"#).status == 404)
            #expect(try await api.post("schedules/none/pause").status == 404)
            #expect(try await api.post("schedules/orders/resume", #"{"reason": "r"}"#).wrong == ["reason"])
        }
    }
}

extension String {
    /// The text as a value in an address.
    fileprivate var percentEncodedForTests: String { PercentEncoding.encode(self) }
}
