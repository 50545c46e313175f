import Foundation
import JobModel
import Ports

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Measures how soon the program is there: its help, a list of jobs, and a worker's first claim.
struct StartBench: Bench {
    static let name = "start"

    /// How many jobs wait in the file.
    var jobs = 1_000_000
    /// How many times each short command is started.
    var starts = 20
    /// How many times a worker is started.
    var rounds = 5

    func run(in site: BenchSite) async throws -> BenchReport {
        try await site.with("start") { folder in
            let path = try site.composition.programPath()
            return try await BenchMock.with(site.composition, holdsCalls: true) { mock in
                let setup = BenchSetup(place: folder, sellers: Backlog(jobs: jobs).sellers, api: mock.url)
                try await Offload.run { try setup.write() }
                _ = try await Backlog(jobs: jobs).file(in: folder, of: site)
                let nothing = try await time("/bin/true", [], in: folder, of: site)
                let help = try await time(path, ["--help"], in: folder, of: site)
                let list = try await time(
                    path, ["jobs", "list", "--config", setup.configuration], in: folder, of: site)
                let claim = try await firstClaims(path, setup, site)
                let alone = try await firstClaimsOfOne(path, in: folder, mock, site)
                let size = try await Offload.run {
                    try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
                }
                return report(
                    nothing: nothing, help: help, list: list, claim: claim, alone: alone,
                    size: size?.int64Value ?? 0, sellers: setup.sellers)
            }
        }
    }

    private func report(
        nothing: Spread, help: Spread, list: Spread, claim: Spread, alone: Spread, size: Int64, sellers: Int
    ) -> BenchReport {
        BenchReport(
            bench: Self.name,
            lines: [
                BenchLine("nothing", "/bin/true, for comparison", nothing, .milliseconds),
                BenchLine("help", "spworker --help", help, .milliseconds, goal: .atMost(50, reach: 20)),
                BenchLine("jobsList", "spworker jobs list, \(jobs) jobs", list, .milliseconds),
                BenchLine(
                    "firstClaim", "spworker run, to the first claim, \(jobs) jobs", claim, .milliseconds,
                    goal: .atMost(300, reach: 100)),
                BenchLine("firstClaimOneSeller", "the same with one seller configured", alone, .milliseconds),
                BenchLine("programSize", "the program's file", Spread([Double(size)]), .bytes),
            ],
            conditions: [
                ("starts", "\(starts) of each short command, \(rounds) of the worker"),
                ("sellers", "\(sellers) configured, each with a lane and \(jobs / max(1, sellers)) jobs"),
                ("files", "in the system's memory, as after a restart of the program"),
            ],
            note:
                "A short command is measured from its start to its end, a worker until another process can see that a "
                + "job runs: configuration, database, recovery and the first claim.")
    }

    // MARK: Measuring

    /// How long a command takes, in milliseconds.
    private func time(_ path: String, _ words: [String], in folder: URL, of site: BenchSite) async throws -> Spread {
        let timekeeper = site.composition.realTimekeeper
        var times: [Double] = []
        for _ in 0..<max(1, starts) {
            try Task.checkCancellation()
            times.append(
                try await Offload.run {
                    let start = timekeeper.monotonic()
                    let program = try BenchProgram(path, words, in: folder)
                    let code = program.wait()
                    let time = timekeeper.monotonic() - start
                    guard code == 0 else {
                        throw program.failure("'\(words.joined(separator: " "))' ended with code \(code)")
                    }
                    return time.seconds * 1000
                })
        }
        let spread = Spread(times)
        let command = URL(filePath: path).lastPathComponent
        site.say(
            "\(([command] + words.prefix(2)).joined(separator: " ")): \(BenchUnit.milliseconds.text(spread.median))")
        return spread
    }

    /// How long it takes when only one of the jobs' sellers is configured: what the others cost is the difference.
    private func firstClaimsOfOne(
        _ path: String, in parent: URL, _ mock: BenchMock, _ site: BenchSite
    ) async throws -> Spread {
        try await BenchFolder.with("one", in: parent) { folder in
            let setup = BenchSetup(place: folder, sellers: 1, api: mock.url)
            try await Offload.run { try setup.write() }
            _ = try await Backlog(jobs: jobs).file(in: folder, of: site)
            return try await firstClaims(path, setup, site)
        }
    }

    /// How long a worker takes to its first claim, in milliseconds.
    private func firstClaims(_ path: String, _ setup: BenchSetup, _ site: BenchSite) async throws -> Spread {
        var times: [Double] = []
        for number in 1...max(1, rounds) {
            let timekeeper = site.composition.realTimekeeper
            try await Offload.run {
                if try QueueGlance(path: setup.database).hasRun() {
                    throw Failure(
                        .no, "error: a job of the worker before still counts as running; the figures mean nothing.")
                }
            }
            let start = timekeeper.monotonic()
            let time = try await BenchProgram.with(path, ["run", "--config", setup.configuration], in: setup.place) {
                program in
                try await OffloadedLoop.run { isStopped in
                    try Self.waitForClaim(in: setup.database, of: program, timekeeper, isStopped) - start
                }
            }
            times.append(time.seconds * 1000)
            site.say(
                "run \(number) of \(rounds): \(BenchUnit.milliseconds.text(time.seconds * 1000)) to the first claim")
        }
        return Spread(times)
    }

    /// Looks again and again, and returns when a job was seen to run. Blocks its thread.
    private static func waitForClaim(
        in database: String, of program: BenchProgram, _ timekeeper: any Timekeeper, _ isStopped: () -> Bool
    ) throws -> Duration {
        let glance = try QueueGlance(path: database)
        let deadline = timekeeper.monotonic() + .seconds(60)
        while true {
            if try glance.hasRun() { return timekeeper.monotonic() }
            if isStopped() { throw CancellationError() }
            guard program.isRunning, timekeeper.monotonic() < deadline else {
                throw program.failure("a worker ended, or claimed nothing within a minute")
            }
            usleep(500)
        }
    }
}
