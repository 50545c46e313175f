import JobModel
import JobStore
import Overview

/// What a definition's page says.
struct ScheduleView {
    /// A result to choose.
    struct Chip {
        let chipTitle: String
        let chipCount: String?
        let chipTone: String
        let chipPath: String
        let isChosen: Bool
    }

    /// A fire that comes.
    struct Fire {
        let at: Instant
        let fireSeller: String
        let firePath: String
    }

    /// What can be done to the definition as a whole.
    struct Actions {
        let actionName: String
        let runPath: String?
        let pausePath: String?
        let resumePath: String?
        let sellerCount: String
        let pausedCount: String
    }

    let definitionName: String
    let problem: String?
    let isGone: Bool
    let runs: String?
    let kind: String?
    let timing: ScheduleTiming?
    let then: String?
    let needsItem: Bool
    let file: String?
    let selected: String?
    let actions: Actions
    let strip: String?
    let results: String
    let stripNote: String?
    let allowance: String?
    let lastSuccessOfAll: Instant?
    let fires: [Fire]
    let hasFires: Bool
    let behindText: String?
    let behindNames: String
    let behindPath: String
    let chips: [Chip]
    let sellerText: String?
    let onlyValue: String?
    let isFiltered: Bool
    let entries: [ScheduleEntry]
    let hasEntries: Bool
    let hasCursors: Bool
    let emptyTitle: String
    let emptyText: String
    let emptyCommand: String?
    let path: String
    let firstPath: String?
    let nextPath: String?
    let orderNote: String?
    /// Where one comes back to after doing something.
    let back: String

    init(_ sight: ScheduleSight, _ query: ScheduleQuery) {
        let (definition, now) = (sight.definition, sight.now)
        let counts = sight.summary?.results ?? [:]
        definitionName = query.definition
        path = Links.schedule(query.definition)
        problem = definition?.problem
        isGone = definition == nil
        runs = definition.flatMap { $0.operation.isEmpty ? nil : $0.operation }
        kind = definition?.kind
        timing = definition.map { ScheduleTiming($0) }
        then = definition?.then
        needsItem = definition?.needsItem ?? false
        file = definition?.file
        selected = definition.map { Words.counted($0.sellers, "seller") }
        actions = Self.actions(sight, query.definition)
        let results = ResultStrip(counts, of: query.definition)
        self.results = results.summary
        strip =
            counts.isEmpty
            ? nil : sight.fields.map { results.strip(of: $0, now: now).lines } ?? results.strip.lines
        stripNote =
            counts.isEmpty || sight.fields != nil ? nil : "There are many sellers: a field stands for several of them."
        allowance = sight.rhythm.map { $0.allowance.rough }
        lastSuccessOfAll = sight.summary?.lastSuccessAt?.shown(now)
        fires = sight.next.compactMap { standing in
            standing.row.nextFireAt.map { Self.fire($0, standing.row, now: now) }
        }
        hasFires = !fires.isEmpty
        behindText = Self.behind(sight)
        behindNames = sight.behind.prefix(3).map { "\($0.row.key.seller)/\($0.row.key.region)" }.joined(separator: ", ")
        behindPath = query.behindPath
        chips = Self.chips(counts, sight, query)
        sellerText = query.seller
        onlyValue = query.only
        isFiltered = !query.isForAll
        let shown = sight.page.prefix(ScheduleQuery.pageSize)
        entries = shown.map { ScheduleEntry($0, now: now) }
        hasEntries = !entries.isEmpty
        hasCursors = shown.contains { $0.row.cursor != nil }
        (emptyTitle, emptyText, emptyCommand) = Self.empty(sight, query)
        let hasMore = sight.page.count > ScheduleQuery.pageSize
        firstPath = query.after == nil ? nil : query.path(only: query.only)
        nextPath = hasMore && !query.isBehind ? query.path(only: query.only, after: shown.last?.row.key) : nil
        orderNote =
            query.isBehind && hasEntries
            ? "Those first whose last success is longest ago\(hasMore ? "; there are more" : "")." : nil
        back = query.path
    }

    private static func actions(_ sight: ScheduleSight, _ name: String) -> Actions {
        let (sellers, paused) = (sight.summary?.sellers ?? 0, sight.summary?.paused ?? 0)
        let isUsable = sight.definition.map { $0.problem == nil && !$0.needsItem && $0.sellers > 0 } ?? false
        return Actions(
            actionName: name, runPath: isUsable ? Links.schedule(name, "run") : nil,
            // Before a worker has seen it there is nothing to pause yet, and a pause holds for what comes.
            pausePath: sellers > paused || sellers == 0 ? Links.schedule(name, "pause") : nil,
            resumePath: paused > 0 ? Links.schedule(name, "resume") : nil,
            sellerCount: Words.counted(sight.definition?.sellers ?? sellers, "seller"),
            pausedCount: Words.counted(paused, "seller"))
    }

    private static func fire(_ at: Timestamp, _ row: ScheduleRow, now: Timestamp) -> Fire {
        Fire(
            at: at.shown(now), fireSeller: "\(row.key.seller)/\(row.key.region)",
            firePath: Links.seller(
                AuthorizationKey(application: row.application, seller: row.key.seller, region: row.key.region)))
    }

    private static func behind(_ sight: ScheduleSight) -> String? {
        guard let rhythm = sight.rhythm, !sight.behind.isEmpty else { return nil }
        let more = sight.behind.count >= ScheduleSight.mostBehind ? " or more" : ""
        let count = Words.number(sight.behind.count)
        let (noun, verb) = sight.behind.count == 1 ? ("seller", "has") : ("sellers", "have")
        return "\(count)\(more) \(noun) \(verb) not succeeded for \(rhythm.allowance.rough), three times the longest "
            + "time between two fires"
    }

    private static func chips(
        _ counts: [ScheduleResult: Int], _ sight: ScheduleSight, _ query: ScheduleQuery
    ) -> [Chip] {
        func chip(_ title: String, _ count: Int, _ tone: String, only: String?) -> Chip {
            Chip(
                chipTitle: title, chipCount: Words.number(count), chipTone: tone,
                chipPath: query.path(only: only), isChosen: query.only == only)
        }
        let present = ScheduleResult.allCases.filter { counts[$0] != nil || query.result == $0 }
        var chips = [chip("All", sight.summary?.sellers ?? 0, "", only: nil)]
        chips += present.map { chip($0.word, counts[$0] ?? 0, $0.style.tone, only: $0.key) }
        if !sight.behind.isEmpty || query.isBehind {
            chips.append(
                Chip(
                    chipTitle: "behind",
                    chipCount: Words.number(sight.behind.count)
                        + (sight.behind.count >= ScheduleSight.mostBehind ? "+" : ""),
                    chipTone: "warning", chipPath: query.behindPath, isChosen: query.isBehind))
        }
        return chips
    }

    private static func empty(
        _ sight: ScheduleSight, _ query: ScheduleQuery
    ) -> (title: String, text: String, command: String?) {
        if !query.isForAll || query.after != nil {
            return ("No seller matches.", "Choose less, or look at all sellers.", nil)
        }
        guard let definition = sight.definition else {
            return ("Nothing is planned.", "Its file is gone, or it selects nobody any more.", nil)
        }
        if definition.problem != nil {
            return ("Nothing is planned under this name.", "Correct the file:", "spworker schedules validate")
        }
        if definition.needsItem {
            return ("No job of it yet.", "Another definition runs it for each thing that it finds.", nil)
        }
        if definition.sellers == 0 {
            return ("It selects no seller.", "Change 'sellers' in its file, or configure one:", "spworker sellers list")
        }
        if definition.scheduleText == nil {
            return (
                "It has not been run yet.", "It runs by hand:", "spworker schedules run \(definition.name) --seller ID"
            )
        }
        return ("No worker has seen it yet.", "A worker plans it for each seller when it starts:", "spworker run")
    }
}
