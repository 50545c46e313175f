import JobModel
import JobStore
import Overview

/// What is looked up for a definition's page: a few questions, however many sellers there are.
struct ScheduleSight: Sendable {
    /// So many sellers have a field of their own; of more, a field stands for several.
    static let mostFields = 600
    /// So many next fires are told.
    private static let fires = 5
    /// Sellers that are behind are counted up to this.
    static let mostBehind = 200

    /// What the files say; `nil` when none has the name.
    let definition: DefinitionView?
    /// What the store knows; `nil` when it knows nothing.
    let summary: ScheduleSummary?
    let rhythm: ScheduleRhythm?
    /// Each seller's last job; `nil` when there are too many.
    let fields: [ScheduleStanding]?
    let next: [ScheduleStanding]
    let behind: [ScheduleStanding]
    let page: [ScheduleStanding]
    let now: Timestamp

    /// Looks.
    ///
    /// - Throws: A refusal with status 404 when neither a file nor the store knows the definition.
    static func look(at query: ScheduleQuery, _ installation: any Installation) async throws -> ScheduleSight {
        let (store, now, name) = (installation.store, installation.now, query.definition)
        let definition = await installation.definitions().first { $0.name == name }
        let summary = try await store.scheduleSummary(name)
        guard definition != nil || summary != nil else {
            throw Refusal.notFound("There is no definition \(name.cut(to: 60)).")
        }
        let rhythm = definition?.scheduleText.flatMap { ScheduleRhythm($0, now: now) }
        let deadline = rhythm?.deadline(now)
        let isSmall = (1...mostFields).contains(summary?.sellers ?? 0)
        // The numbers tell whether it is worth looking.
        let isLate = deadline.flatMap { deadline in summary?.oldestSuccessAt.map { $0 < deadline } } ?? false
        return ScheduleSight(
            definition: definition, summary: summary, rhythm: rhythm,
            fields: isSmall
                ? try await store.schedules(matching: ScheduleSearch(definition: name, limit: mostFields)) : nil,
            next: summary?.nextFireAt == nil
                ? []
                : try await store.schedules(
                    matching: ScheduleSearch(definition: name, order: .nextFire, limit: fires)),
            behind: isLate
                ? try await store.schedules(
                    matching: ScheduleSearch(
                        definition: name, succeededBefore: deadline, order: .lastSuccess, limit: mostBehind)) : [],
            page: summary == nil ? [] : try await store.schedules(matching: query.search(deadline: deadline)), now: now)
    }
}
