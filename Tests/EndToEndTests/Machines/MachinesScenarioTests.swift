import Foundation
import Testing

extension ScenarioJourneys {
    @Suite("Several machines", .enabled(if: QueueServer.isExpected))
    struct MachinesScenarioTests {
        /// `SPWORKER_MACHINE_JOBS` sets another number, for machines that are slow or have time.
        private static let jobs =
            ProcessInfo.processInfo.environment["SPWORKER_MACHINE_JOBS"].flatMap { Int($0) } ?? 20_000

        @Test(
            "Eight workers keep to 500 sellers' plans together and lose nothing, though two are killed and one is paused"
        )
        func killedAndPaused() async throws {
            let story = MachinesStory(sellers: 500, jobs: Self.jobs)
            try await QueueServer.play(story.world) { scene, queue in
                #expect(try await scene.enqueueLines(story.lines) == nil)
                let began = Date()
                var machines = try await story.startWorkers(8, scene)
                try await story.reach(0.3, queue)
                let paused = machines.removeFirst()
                paused.program.send(SIGSTOP)
                for victim in [machines.removeFirst(), machines.removeFirst()] {
                    victim.program.send(SIGKILL)
                    #expect(try await victim.program.end().code == 128 + SIGKILL)
                }
                try await story.untilBuried(paused, queue)
                paused.program.send(SIGCONT)
                try await story.reach(1, queue)
                let seconds = Date().timeIntervalSince(began)
                try await story.stop(machines + [paused])

                let lost = try await Self.lost(by: paused, queue)
                #expect(lost > 0, "it was paused in the midst of something")
                #expect(paused.lostRuns == lost, "each late end is refused")
                let all = Int(try await queue.execute("SELECT count(*) FROM attempt WHERE outcome = 'lost'")) ?? 0
                #expect(all <= 3 * 16)
                let ledger = try await story.expectOrder(scene, queue, interrupted: all)
                // What was under way may be done again, and nothing else.
                let made = ledger.calls.map(\.count).reduce(0, +)
                #expect(made <= story.jobs + all)
                print(
                    "Machines scenario: \(story.jobs) jobs in \(Int(seconds)) s, \(Int(ledger.elapsed / 60)) minutes;",
                    "\(all) runs were lost, \(lost) of them by the paused worker;",
                    "\(ledger.exchanges()) exchanges, \(made) calls, \(ledger.throttles.count) throttles")
            }
        }

        /// How many runs of a worker the others have taken over.
        private static func lost(by machine: MachinesStory.Machine, _ queue: QueueServer) async throws -> Int {
            let sql = "SELECT count(*) FROM attempt WHERE worker = '\(machine.id)' AND outcome = 'lost'"
            return Int(try await queue.execute(sql)) ?? -1
        }

        @Test(
            "A server that is restarted, and crashes, in the midst of the work costs nothing",
            .enabled(if: OwnServer.isExpected))
        func restartedServer() async throws {
            let workers = 4
            let story = MachinesStory(sellers: 200, jobs: 4000)
            try await OwnServer.lend { server in
                try await QueueServer.play(story.world, on: server.address) { scene, queue in
                    #expect(try await scene.enqueueLines(story.lines) == nil)
                    let machines = try await story.startWorkers(workers, scene)
                    try await story.reach(0.25, queue)
                    try await server.restart(scene.workplace, .fast)
                    try await story.reach(0.5, queue)
                    try await server.restart(scene.workplace, .immediate)
                    try await story.reach(1, queue)
                    try await story.stop(machines)
                    let lost = try await queue.execute("SELECT count(*) FROM attempt WHERE outcome = 'lost'")
                    #expect(lost == "0", "nobody was taken for dead")
                    _ = try await story.expectOrder(
                        scene, queue, interrupted: workers * 16, forgetful: true)
                }
            }
        }

        @Test(
            "A network that is cut for longer than a lease costs the workers behind it only what they had under way",
            .enabled(if: OwnServer.isExpected))
        func cutNetwork() async throws {
            let story = MachinesStory(sellers: 200, jobs: 4000)
            try await OwnServer.lend { server in
                try await QueueServer.play(story.world, on: server.address) { scene, queue in
                    let cable = try Cable(
                        to: server.socket, at: scene.workplace.folder.appending(path: OwnServer.socketName).path)
                    defer { cable.cut() }
                    try queue.writeConfiguration(
                        "remote.yaml", story.world.configuration(scene.sandbox),
                        address: OwnServer.address(in: scene.workplace.folder.path))
                    #expect(try await scene.enqueueLines(story.lines) == nil)
                    let near = try await story.startWorkers(2, scene)
                    let far = try await story.startWorkers(2, scene, configuration: "remote.yaml")
                    try await story.reach(0.25, queue)
                    cable.cut()
                    for machine in far { try await story.untilBuried(machine, queue) }
                    try cable.mend()
                    for machine in far {
                        try await eventually("it is heard of again") {
                            try await queue.execute("SELECT count(*) FROM worker WHERE id = '\(machine.id)'") == "1"
                        }
                    }
                    try await story.reach(1, queue)
                    try await story.stop(near + far)
                    for machine in far { #expect(machine.lostRuns <= (try await Self.lost(by: machine, queue))) }
                    for machine in near { #expect(try await Self.lost(by: machine, queue) == 0) }
                    _ = try await story.expectOrder(scene, queue, interrupted: 2 * 16, forgetful: true)
                }
            }
        }
    }
}
