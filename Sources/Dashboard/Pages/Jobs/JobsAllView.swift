import JobModel
import JobStore

/// What is asked before something is done to all jobs of a search.
struct JobsAllView {
    let choice: String
    let countText: String
    let isNone: Bool
    let fields: [FormField]
    let listPath: String
    let offersRetry: Bool
    let offersCancel: Bool
    let needsConfirmation: Bool
    let mostText: String
    let noActionText: String?

    /// - Parameter count: How many there are, as far as they were counted.
    init(_ search: JobSearch, count: Int, hasMore: Bool) {
        choice = search.words
        countText =
            count == 0 && !hasMore
            ? "No job matches now."
            : "\(hasMore ? "At least " : "")\(Words.counted(count, "job")) \(count == 1 ? "matches" : "match") now."
        isNone = count == 0 && !hasMore
        fields = search.fields.map { FormField(fieldName: $0.name, fieldValue: $0.value) }
        listPath = search.path()
        // As the command has it: whoever reopens many says in which state they are.
        offersRetry = search.standing.map { JobDeeds.Action.retry.states.contains($0.state) } ?? false
        offersCancel = search.standing.map { JobDeeds.Action.cancel.states.contains($0.state) } ?? true
        needsConfirmation = offersRetry
        mostText = Words.number(JobDeeds.most)
        noActionText =
            offersRetry || offersCancel
            ? nil : "Jobs that succeeded are neither reopened nor cancelled: put new ones in to do it once more."
    }
}
