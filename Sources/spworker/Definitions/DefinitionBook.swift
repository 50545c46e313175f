import Foundation
import JobModel
import JobStore
import Logging
import OperationCatalogue
import SellerJobs
import Synchronization
import Worker

/// The definitions in the folder `jobs/` and the sellers that there are now, for the scheduler.
///
/// The folder is read again when a file in it has changed. A file that cannot be used stops nobody but itself, and what was
/// read of it before goes on.
final class DefinitionBook: ScheduleBook {
    private struct State {
        /// What the folder looked like when it was last read; `nil` before that.
        var look: [String]?
        /// Whether the folder could not be listed at the last look.
        var isHidden = false
        var edition = 0
        /// The sellers' directory at the last edition.
        var generation = -1
        var definitions: [String: JobDefinition] = [:]
        /// What stands in each file, by its path, so that a file that was spoiled can be told from one that is gone.
        var names: [String: String] = [:]
        /// Sellers by seller and region.
        var sellers: [String: DefinitionSeller] = [:]
    }

    private let folder: DefinitionFolder
    private let directory: DirectoryHolder
    let admission: DefinitionAdmission
    private let logger: Logger
    private let state = Mutex(State())

    init(_ folder: DefinitionFolder, directory: DirectoryHolder, admission: DefinitionAdmission, logger: Logger) {
        self.folder = folder
        self.directory = directory
        self.admission = admission
        self.logger = logger
    }

    func edition() async -> Int {
        await follow()
        let generation = directory.generation
        return state.withLock { state in
            if state.generation != generation {
                state.generation = generation
                state.edition += 1
                state.sellers = Dictionary(
                    directory.current.sellers.values.map { (Self.place($0.key.seller, $0.region.rawValue), .init($0)) }
                ) { first, _ in first }
            }
            return state.edition
        }
    }

    private static func place(_ seller: String, _ region: String) -> String { "\(seller)/\(region)" }

    /// Reads the folder if it has changed. While it cannot be listed everything goes on as it was: only a folder that is
    /// empty or gone stops its definitions.
    private func follow() async {
        let folder = folder
        do {
            let look = try await Offload.run { try folder.look() }
            guard state.withLock({ $0.look != look }) else { return state.withLock { $0.isHidden = false } }
            take(try await Offload.run { try folder.entries() }, look)
        } catch {
            let wasHidden = state.withLock { state in
                defer { state.isHidden = true }
                return state.isHidden
            }
            guard !wasHidden else { return }
            let problems = (error as? ConfigurationError)?.problems.map(\.description) ?? ["\(error)"]
            logger.error(
                "Definitions cannot be read; those that were read go on.",
                metadata: ["problems": "\(problems.joined(separator: "; "))"])
        }
    }

    private func take(_ entries: [DefinitionFolder.Entry], _ look: [String]) {
        state.withLock { state in
            let before = state
            state.look = look
            state.isHidden = false
            state.edition += 1
            state.definitions = [:]
            state.names = [:]
            for (path, result) in entries {
                guard case .success(let definition) = result else { continue }
                state.names[path] = definition.name
                state.definitions[definition.name] = definition
            }
            for (path, result) in entries {
                guard case .failure(let error) = result else { continue }
                // What a file that can be used says of the name goes before what a spoiled one said of it.
                let kept = before.names[path].flatMap { before.definitions[$0] }.flatMap { kept in
                    state.definitions[kept.name] == nil ? kept : nil
                }
                logger.error(
                    "A definition cannot be used.",
                    metadata: [
                        "problems": "\(error.problems.map(\.description).joined(separator: "; "))",
                        "until": "\(kept == nil ? "it is corrected" : "then as it was before")",
                    ])
                if let kept {
                    state.names[path] = kept.name
                    state.definitions[kept.name] = kept
                }
            }
        }
        let scheduled = state.withLock { state in state.definitions.values.count { $0.schedule != nil } }
        logger.info(
            "Definitions were read.", metadata: ["files": "\(entries.count)", "scheduled": "\(scheduled)"])
    }

    func plans(now: Timestamp) async -> (plans: [SchedulePlan], definitions: Set<String>) {
        let (definitions, sellers) = state.withLock { ($0.definitions, $0.sellers) }
        var plans: [SchedulePlan] = []
        for definition in definitions.values {
            for seller in sellers.values where definition.sellers.includes(seller) {
                plans.append(Self.plan(definition, seller, now: now))
            }
        }
        return (plans, Set(definitions.keys))
    }

    private static func plan(
        _ definition: JobDefinition, _ seller: DefinitionSeller, now: Timestamp
    ) -> SchedulePlan {
        let key = ScheduleKey(definition: definition.name, seller: seller.id, region: seller.region.rawValue)
        guard let schedule = definition.schedule else {
            return SchedulePlan(
                key: key, application: seller.application, signature: "", nextFireAt: nil,
                chain: definition.then?.text)
        }
        return SchedulePlan(
            key: key, application: seller.application,
            signature: schedule.signature(for: seller, by: definition.clock),
            nextFireAt: schedule.plan(of: definition.name, for: seller, by: definition.clock).firstDue(after: now),
            chain: definition.then?.text)
    }

    /// The definitions as they are now, by name.
    func definitions() async -> [String: JobDefinition] {
        _ = await edition()
        return state.withLock { $0.definitions }
    }

    /// A seller in one region, as it was at the last edition; `nil` when the configuration does not know it.
    func seller(_ id: String, _ region: String) -> DefinitionSeller? {
        state.withLock { $0.sellers[Self.place(id, region)] }
    }

    func fire(_ row: ScheduleRow, now: Timestamp) async -> ScheduledFire? {
        let known = state.withLock { state in
            (state.definitions[row.key.definition], state.sellers[Self.place(row.key.seller, row.key.region)])
        }
        guard let definition = known.0, let seller = known.1, let schedule = definition.schedule,
            let expected = row.nextFireAt
        else { return nil }
        let plan = schedule.plan(of: definition.name, for: seller, by: definition.clock)
        let memory = FirePlan.Memory(nextDue: expected, lastScheduledAt: row.lastFireAt)
        let decision = plan.decide(memory, at: now, looksBack: definition.cursor == nil)
        var jobs: [NewJob] = []
        var rejection: JobRejection?
        // A row that comes up between its fires catches up: a job succeeded whose window left something for another one.
        // That is no fire, so it is not missed either, however late it comes.
        let catchesUp = definition.cursor != nil && decision.scheduledAt.isEmpty && plan.comesBetweenFires(memory)
        for instant in catchesUp ? [now] : decision.scheduledAt {
            do throws(JobRejection) {
                jobs.append(try admission.job(of: definition, for: seller, at: instant, row, now: now))
            } catch {
                rejection = error
            }
        }
        return ScheduledFire(
            fire: ScheduleFire(
                key: row.key, expected: expected, next: decision.nextDue, jobs: jobs,
                overlap: catchesUp ? .skip : schedule.overlap,
                lastFireAt: decision.scheduledAt.last),
            rejection: rejection, passedOverSince: decision.passedOverSince)
    }
}
