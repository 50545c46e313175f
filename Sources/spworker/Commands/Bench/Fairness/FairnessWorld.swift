import JobModel
import JobStore
import Ports
import Worker

/// A worker and Amazon in virtual time: the queue, its limits and the worker's decisions are the real ones, the calls
/// are not.
struct FairnessWorld: Sendable {
    private enum Event: Sendable {
        /// A request is written.
        case sent(ClaimedJob, lane: Int)
        /// A request comes in at Amazon.
        case arrived(ClaimedJob, lane: Int)
        /// A run ends.
        case ended(ClaimedJob, isAccepted: Bool)
    }

    let plan: FairnessPlan
    let clock: VirtualClock
    let worker: WorkerID
    let random: any RandomSource

    /// Puts the jobs in and plays to the end.
    ///
    /// - Parameters:
    ///   - store: A store without other jobs that lives by `clock`.
    ///   - say: Told how far it is, every virtual half minute.
    /// - Returns: The lanes and what was called in them.
    /// - Throws: `Failure` when jobs ran out or were lost; the store's errors.
    func run(on store: any JobStore, say: @Sendable (String) -> Void = { _ in }) async throws -> [FairnessLane] {
        var lanes = FairnessLane.all(plan)
        try await fill(store, lanes)
        try await play(store, &lanes, say)
        return lanes
    }

    // MARK: Jobs

    /// Everything goes in at once, everybody's jobs in turn; only of the one with very many they come all together,
    /// and first.
    private func fill(_ store: any JobStore, _ lanes: [FairnessLane]) async throws {
        let hogLanes = lanes.filter(\.isHog)
        var jobs: [NewJob] = []
        func add(_ lane: FairnessLane) async throws {
            jobs.append(
                NewJob(
                    kind: "request", lane: lane.key, plan: lane.plan, authorization: lane.key.authorization,
                    operation: lane.key.operation, parameters: QueueLoad.parameters))
            guard jobs.count == QueueLoad.chunk else { return }
            try Task.checkCancellation()
            _ = try await store.enqueue(jobs)
            jobs = []
        }
        for number in 0..<plan.hogJobs { try await add(hogLanes[number % hogLanes.count]) }
        // Two more than the plan allows: nobody runs out.
        var left = lanes.map { $0.isHog ? 0 : $0.allowed(in: plan.length) + 2 }
        while left.contains(where: { $0 > 0 }) {
            for index in lanes.indices where left[index] > 0 {
                left[index] -= 1
                try await add(lanes[index])
            }
        }
        _ = try await store.enqueue(jobs)
    }

    // MARK: Virtual time

    private func play(
        _ store: any JobStore, _ lanes: inout [FairnessLane], _ say: @Sendable (String) -> Void
    ) async throws {
        let places = Dictionary(lanes.enumerated().map { ($1.key, $0) }) { first, _ in first }
        var dispatch = Dispatch(capacity: plan.concurrency, stopsWhenDrained: false)
        var events = EventQueue<Event>()
        var actions = dispatch.wake()
        var told = Duration.zero
        while true {
            try Task.checkCancellation()
            // Whatever may be claimed now is claimed now.
            while let action = actions.first {
                actions.removeFirst()
                switch action {
                case .claim(let limit):
                    let claim = try await store.claim(ClaimRequest(worker: worker, limit: limit))
                    actions += dispatch.claimed(claim)
                case .start(let jobs):
                    for job in jobs {
                        guard let lane = places[job.lane] else { continue }
                        events.add(.sent(job, lane: lane), at: clock.time + between(1, 3))
                    }
                case .rest, .lookForWork, .interruptRuns, .beginGrace, .leave:
                    throw Failure(.no, "error: the worker stopped before the end; the figures mean nothing.")
                }
            }
            guard let time = nextTime(events.next, dispatch.nextDue) else { return }
            clock.move(to: time)
            if time - told >= .seconds(30) {
                told = time
                say("\(Int(time.seconds)) of \(Int(plan.length.seconds)) virtual seconds ...")
            }
            for _ in 0..<(try await happen(&events, &lanes, store)) { actions += dispatch.runEnded() }
            if let due = dispatch.nextDue, due <= clock.now { actions += dispatch.wake() }
        }
    }

    /// When something happens next, but not sooner than the worker looks; `nil` when that is after the end.
    private func nextTime(_ event: Duration?, _ due: Timestamp?) -> Duration? {
        let times = [event, due.map { $0 - VirtualClock.start }].compactMap { $0 }
        guard let first = times.min() else { return nil }
        let time = max(first, clock.time + plan.step)
        return time > plan.length ? nil : time
    }

    /// Lets everything happen that is due, and returns how many runs ended.
    private func happen(
        _ events: inout EventQueue<Event>, _ lanes: inout [FairnessLane], _ store: any JobStore
    ) async throws -> Int {
        var ended: [(job: ClaimedJob, isAccepted: Bool)] = []
        while let (event, time) = events.take(upTo: clock.time) {
            switch event {
            case .sent(let job, let lane):
                store.note(.sent(job.fence, at: VirtualClock.start + time))
                events.add(.arrived(job, lane: lane), at: time + between(20, 60))
            case .arrived(let job, let lane):
                let isAccepted = lanes[lane].call(at: time)
                events.add(.ended(job, isAccepted: isAccepted), at: time + between(50, 150))
            case .ended(let job, let isAccepted):
                ended.append((job, isAccepted))
            }
        }
        try await withThrowingTaskGroup(of: Bool.self) { ends in
            for (job, isAccepted) in ended { ends.addTask { try await finish(job, isAccepted, store) } }
            for try await isHeld in ends where !isHeld {
                throw Failure(.no, "error: a job was lost while it ran; the figures mean nothing.")
            }
        }
        return ended.count
    }

    private func finish(_ job: ClaimedJob, _ isAccepted: Bool, _ store: any JobStore) async throws -> Bool {
        let outcome: Outcome =
            isAccepted
            ? .succeeded(JobResult(status: 200, bytes: 2, inline: "{}"))
            : .throttled(.lane, JobFailure(kind: "throttled", message: "The virtual Amazon refused.", status: 429))
        return try await store.finish(
            RunEnd(outcome, of: job, now: clock.now, policy: RetryPolicy(), unit: 0, isDurable: false))
    }

    /// Milliseconds by chance.
    private func between(_ least: Double, _ most: Double) -> Duration {
        .microseconds(Int64((least + (most - least) * random.unit()) * 1000))
    }
}
