import Foundation
import JobModel
import JobStore
import Ports

/// Measures how long a claim takes while few or very many jobs wait.
struct DepthBench: Bench {
    static let name = "depth"

    /// How many jobs wait, from the fewest to the most.
    var depths = [1000, 100_000, 1_000_000]
    /// How many times each depth is measured.
    var rounds = 3
    /// Claims in each measurement.
    var claims = 200

    func run(in site: BenchSite) async throws -> BenchReport {
        try await site.with("depth") { folder in
            var places: [DepthPlace] = []
            for (index, depth) in depths.enumerated() {
                places.append(try await prepare(DepthPlace.Load(waiting: depth), number: index, in: folder, of: site))
            }
            if let most = depths.last {
                let load = DepthPlace.Load(waiting: most, finished: most, future: most / 2)
                places.append(try await prepare(load, number: depths.count, in: folder, of: site))
            }
            return try await measure(places, in: site)
        }
    }

    // MARK: Files

    private func prepare(
        _ load: DepthPlace.Load, number: Int, in folder: URL, of site: BenchSite
    ) async throws -> DepthPlace {
        let place = folder.appending(path: "\(number)")
        try await Offload.run {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
        }
        let backlog = Backlog(jobs: load.waiting)
        let path = try await backlog.file(in: place, of: site)
        if load.finished + load.future > 0 {
            site.say("adding \(load.finished) finished jobs and \(load.future) for later ...")
            try await OffloadedLoop.run { isStopped in
                let copies = try BacklogCopies(path: path, seeds: backlog.sellers)
                try copies.add(.succeeded, load.finished, isStopped: isStopped)
                try copies.add(.future, load.future, isStopped: isStopped)
            }
        }
        return DepthPlace(load: load, backlog: backlog, path: path)
    }

    // MARK: Measuring

    private func measure(_ places: [DepthPlace], in site: BenchSite) async throws -> BenchReport {
        let worker = WorkerID(site.composition.random.identifier())
        let figures = try await open(places[...], of: site, []) { stores in
            let loads = places.map {
                DepthLoad(backlog: $0.backlog, worker: worker, timekeeper: site.composition.timekeeper)
            }
            site.say("visiting every lane once ...")
            for (load, store) in zip(loads, stores) { try await load.warmUp(store) }
            var figures = DepthFigures(loads: places.map(\.load))
            for number in 1...max(1, rounds) {
                var latencies: [[Duration]] = []
                for (load, store) in zip(loads, stores) {
                    latencies.append(try await load.latencies(of: claims, on: store))
                }
                figures.add(latencies)
                site.say("round \(number) of \(rounds): \(figures.lastRound)")
            }
            return figures
        }
        return figures.report(rounds: rounds, claims: claims)
    }

    /// Opens all files at once: what a worker knows of its lanes is not learned anew in each round.
    private func open(
        _ places: ArraySlice<DepthPlace>, of site: BenchSite, _ stores: [any JobStore],
        _ body: @escaping @Sendable ([any JobStore]) async throws -> DepthFigures
    ) async throws -> DepthFigures {
        guard let place = places.first else { return try await body(stores) }
        return try await site.composition.withBenchStore(at: place.path) { store in
            try await open(places.dropFirst(), of: site, stores + [store], body)
        }
    }
}

/// A queue file that is measured.
struct DepthPlace: Sendable {
    /// What lies in it.
    struct Load: Sendable, Hashable {
        /// Jobs that may run now.
        let waiting: Int
        /// Jobs that are done.
        var finished = 0
        /// Jobs for a later day.
        var future = 0
    }

    let load: Load
    let backlog: Backlog
    let path: String
}
