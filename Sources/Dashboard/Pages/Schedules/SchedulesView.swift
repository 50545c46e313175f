import JobModel
import JobStore
import Overview

/// What the page of definitions says.
struct SchedulesView {
    /// A file that cannot be used.
    struct Broken {
        let file: String
        let problem: String
    }

    /// A definition that is not there any more.
    struct Former {
        let name: String
        let path: String
    }

    let countText: String?
    let definitions: [DefinitionLine]
    let hasDefinitions: Bool
    let broken: [Broken]
    let brokenTitle: String?
    let former: [Former]
    let hasFormer: Bool
    let emptyTitle = "No definitions yet."
    let emptyText = "A definition is a file in jobs/ that describes one job for many sellers, and when it fires."
    let emptyCommand = "spworker init"

    /// - Parameters:
    ///   - views: The files of `jobs/`.
    ///   - summaries: What the store knows.
    ///   - sellers: Each seller's last job, of definitions that have few.
    init(
        _ views: [DefinitionView], _ summaries: [ScheduleSummary], sellers: [String: [ScheduleStanding]], now: Timestamp
    ) {
        let known = Dictionary(summaries.map { ($0.definition, $0) }) { first, _ in first }
        let usable = views.filter { $0.problem == nil }
        definitions = usable.map { DefinitionLine($0, known[$0.name], sellers: sellers[$0.name], now: now) }
        hasDefinitions = !definitions.isEmpty
        broken = views.compactMap { view in view.problem.map { Broken(file: view.file, problem: $0) } }
        brokenTitle = broken.isEmpty ? nil : "\(Words.counted(broken.count, "file")) cannot be used."
        let names = Set(usable.map(\.name))
        former = summaries.filter { !names.contains($0.definition) }.map {
            Former(name: $0.definition, path: Links.schedule($0.definition))
        }
        hasFormer = !former.isEmpty
        let sellers = usable.map { known[$0.name]?.sellers ?? 0 }.reduce(0, +)
        countText =
            definitions.isEmpty
            ? nil
            : "\(Words.counted(definitions.count, "definition")), \(Words.counted(sellers, "schedule")): one for each "
                + "definition and seller."
    }
}
