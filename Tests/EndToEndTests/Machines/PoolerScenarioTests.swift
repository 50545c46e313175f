import Foundation
import Testing

extension ScenarioJourneys {
    @Suite("A pooler before the server", .enabled(if: Pooler.isExpected))
    struct PoolerScenarioTests {
        @Test("Workers that share a few connections by the transaction lose nothing when PgBouncer is killed meanwhile")
        func killedPooler() async throws {
            let workers = 4
            let story = MachinesStory(sellers: 100, jobs: 2000)
            try await OwnServer.lend { server in
                try await QueueServer.play(story.world, on: server.address) { scene, queue in
                    let pooler = try Pooler(to: server.folder, schema: queue.schema, in: scene.workplace)
                    try await pooler.start()
                    // The schema is made through it too.
                    try queue.writeConfiguration(
                        "spworker.yaml", story.world.configuration(scene.sandbox), database: pooler.address)
                    #expect(try await scene.enqueueLines(story.lines) == nil)
                    let machines = try await story.startWorkers(workers, scene)
                    try await story.reach(0.5, queue)
                    try await pooler.kill()
                    for machine in machines { _ = try await machine.program.line(holding: "cannot be reached") }
                    try await pooler.start()
                    try await story.reach(1, queue)
                    try await story.stop(machines)
                    let lost = try await queue.execute("SELECT count(*) FROM attempt WHERE outcome = 'lost'")
                    #expect(lost == "0", "nobody was taken for dead")
                    _ = try await story.expectOrder(scene, queue, interrupted: workers * 16, forgetful: true)
                }
            }
        }

        @Test("Whoever does not say that there is a pooler is told to")
        func untold() async throws {
            let world = SceneWorld()
            try await OwnServer.lend { server in
                try await QueueServer.play(world, on: server.address) { scene, queue in
                    let pooler = try Pooler(to: server.folder, schema: queue.schema, in: scene.workplace)
                    try await pooler.start()
                    let address = pooler.address
                    func jobs(_ address: String) async throws -> Program.Ended {
                        try queue.writeConfiguration(
                            "spworker.yaml", world.configuration(scene.sandbox), database: address)
                        return try await scene.run("jobs", "list")
                    }
                    try queue.writeConfiguration(
                        "spworker.yaml", world.configuration(scene.sandbox), database: address)
                    #expect(try await scene.run("migrate", "up").code == 0)
                    #expect(try await jobs(address).code == 0)
                    // The second one comes upon what the first has prepared.
                    let careless = address.replacing("&pool_mode=transaction", with: "")
                    let ends = [try await jobs(careless), try await jobs(careless)]
                    #expect(ends[1].errors.contains("Add pool_mode=transaction to the address."), "\(ends)")
                    let choosing = try await jobs(address + "&options=-csearch_path%3D\(queue.schema)")
                    #expect(choosing.code != 0)
                    #expect(choosing.errors.contains("does not take 'options'"), "\(choosing.errors)")
                }
            }
        }
    }
}
