import JobModel
import JobStore
import Overview

/// What the list of jobs says.
struct JobsView {
    /// A filter by state.
    struct Chip {
        let chipTitle: String
        let chipPath: String
        let chipCount: String?
        let isChosen: Bool
    }

    /// A filter that counts, and the address without it.
    struct Filter {
        let filterWords: String
        let withoutPath: String
    }

    let text: String
    let seller: String
    let operation: String
    let inDoubtChosen: Bool
    let stateValue: String?
    let labels: [FormChoice]
    let kinds: [FormChoice]
    let ages: [FormChoice]
    let isOpened: Bool
    let chips: [Chip]
    let filters: [Filter]
    let hasFilters: Bool
    let jobs: [JobLine]
    let hasJobs: Bool
    let hasActions: Bool
    /// What the form sends back, so that one returns to the same list.
    let fields: [FormField]
    let allPath: String?
    let inboxText: String?
    let lookedThrough: String?
    let hasPages: Bool
    let firstPath: String?
    let nextPath: String?
    let nextText: String
    let emptyTitle: String
    let emptyText: String?
    let emptyCommand: String?

    init(
        _ found: JobLister.Found, _ search: JobSearch, counts: [JobState: Int], newInboxRows: Int, isOperator: Bool,
        now: Timestamp
    ) {
        text = search.key ?? ""
        seller = search.seller ?? ""
        operation = search.operation ?? ""
        inDoubtChosen = search.inDoubt
        stateValue = search.standing.flatMap { $0.label == nil ? $0.word : nil }
        labels = FormChoice.list(
            JobLabel.allCases.map { ($0.rawValue, $0.rawValue) }, chosen: search.standing?.label?.rawValue)
        kinds = FormChoice.list(
            ["request", "report", "feed", "query", "chain"].map { ($0, $0) }, chosen: search.kind)
        ages = FormChoice.list(JobAge.offered.map { ($0.text, $0.words) }, chosen: search.age?.text)
        isOpened = search.hasFurther
        chips = Self.chips(search, counts)
        filters = Self.filters(search)
        hasFilters = !filters.isEmpty
        jobs = found.records.map { JobLine($0, now: now) }
        hasJobs = !jobs.isEmpty
        hasActions = isOperator && hasJobs
        fields = search.fields.map { FormField(fieldName: $0.name, fieldValue: $0.value) }
        allPath = isOperator && !search.isForAll ? search.path("/jobs/all") : nil
        inboxText = newInboxRows > 0 ? "\(Words.number(newInboxRows)) new" : nil
        lookedThrough = found.isCut ? found.next.map { Self.lookedThrough(to: $0, search) } : nil
        firstPath = search.before == nil ? nil : search.path()
        nextPath = found.next.map { search.path(before: $0) }
        hasPages = firstPath != nil || nextPath != nil
        nextText = found.isCut ? "Look further" : "Older jobs"
        (emptyTitle, emptyText, emptyCommand) = Self.empty(search, isCut: found.isCut)
    }

    private static func chips(_ search: JobSearch, _ counts: [JobState: Int]) -> [Chip] {
        let all = Chip(
            chipTitle: "All", chipPath: search.with { $0.standing = nil }.path(),
            chipCount: Words.number(counts.values.reduce(0, +)), isChosen: search.standing == nil)
        return [all]
            + JobState.allCases.map { state in
                Chip(
                    chipTitle: state.word, chipPath: search.with { $0.standing = .state(state) }.path(),
                    chipCount: Words.number(counts[state] ?? 0), isChosen: search.standing?.state == state)
            }
    }

    private static func filters(_ search: JobSearch) -> [Filter] {
        var filters: [Filter] = []
        func add(_ words: String?, _ without: (inout JobSearch) -> Void) {
            guard let words else { return }
            filters.append(Filter(filterWords: words, withoutPath: search.with(without).path()))
        }
        add(search.key.map { "unique key \($0)" }) { $0.key = nil }
        add(search.standing?.label.map { "waiting: \($0.rawValue)" }) { $0.standing = .state(.waiting) }
        add(search.seller.map { "seller \($0)" }) { $0.seller = nil }
        add(search.kind.map { "kind \($0)" }) { $0.kind = nil }
        add(search.operation.map { "operation \($0)" }) { $0.operation = nil }
        add(search.age?.words) { $0.age = nil }
        add(search.inDoubt ? "in doubt" : nil) { $0.inDoubt = false }
        return filters
    }

    private static func lookedThrough(to id: JobID, _ search: JobSearch) -> String {
        let what =
            search.standing?.label == nil
            ? "Looked through the newest \(Words.counted(JobPage.usualLook, "job"))"
            : "Looked at the newest jobs that wait, at most \(Words.number(JobLister.mostLabels))"
        let place = search.before == nil ? what : what + " before \(search.before.map(\.description) ?? "")"
        return "\(place), down to job \(id). Older ones may match too."
    }

    private static func empty(_ search: JobSearch, isCut: Bool) -> (String, String?, String?) {
        if isCut { return ("None of these.", "There are older jobs to look through: look further.", nil) }
        if search.before != nil { return ("That was all.", "Go back to the first page.", nil) }
        if search.isForAll {
            return (
                "No jobs yet.", "Put one in:",
                "spworker enqueue request sellers.getMarketplaceParticipations --seller ID"
            )
        }
        if search.isNarrowed || search.standing?.label != nil {
            return ("No job fits.", "Take a filter away to see more.", nil)
        }
        let word = search.standing?.word ?? ""
        let isGood = [.failed, .quarantined].contains(search.standing?.state)
        let text = search.standing == .state(.running) ? "Nothing is being worked on at the moment." : nil
        return (
            search.standing == .state(.running) ? "No job runs." : "No job is \(word).",
            isGood ? "That is how it should be." : text, nil
        )
    }
}
