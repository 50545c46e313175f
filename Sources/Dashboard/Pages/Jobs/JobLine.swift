import JobModel
import JobStore
import Overview

/// A job in a list.
struct JobLine {
    let number: String
    let jobPath: String
    let tone: String
    let word: String
    /// Whether nobody knows what became of its call.
    let inDoubt: Bool
    let owner: String
    let ownerPath: String?
    let operationName: String
    /// The version of the operation's API with its sign: `@v0`.
    let operationVersion: String?
    /// Its kind, where that says more than the operation.
    let kindName: String?
    let attempts: String
    let created: Instant
    let note: String?

    init(_ record: JobRecord, now: Timestamp) {
        let row = record.row
        let standing = record.standing
        number = row.id.description
        jobPath = Links.job(row.id)
        tone = standing.style.tone
        word = standing.text
        inDoubt = row.isInDoubt
        owner = record.sellerText
        ownerPath = record.authorization.map { Links.seller($0.key) }
        let parts = record.operationText.split(separator: "@", maxSplits: 1)
        operationName = parts.first.map(String.init) ?? row.kind
        operationVersion = parts.count == 2 ? "@\(parts[1])" : nil
        kindName = ["request", record.operationText].contains(row.kind) ? nil : row.kind
        attempts = "\(row.attempt)/\(row.maxAttempts)"
        created = row.createdAt.shown(now)
        let note = record.note(now: now)
        self.note = note.isEmpty ? nil : note
    }
}

extension Links {
    /// A job's page, or what is done to the job.
    ///
    /// - Parameter action: What is done: the address of a form.
    static func job(_ id: JobID, _ action: String? = nil) -> String {
        "/jobs/\(id)" + (action.map { "/\($0)" } ?? "")
    }
}
