package import JobModel

/// A part of a list of jobs, newest first.
package struct JobPage: Sendable, Hashable {
    /// So many jobs are looked through for one page unless told otherwise.
    package static let usualLook = 50_000

    package var records: [JobRecord]
    /// Where the next page begins, as the filter's `beforeID`; `nil` when all jobs have been looked through. A page with
    /// fewer jobs than were wanted has stopped because it had looked through enough.
    package var scannedTo: JobID?

    package init(records: [JobRecord], scannedTo: JobID?) {
        self.records = records
        self.scannedTo = scannedTo
    }
}

extension JobFilter {
    /// Whether it leaves jobs out, other than newer ones.
    var isSelective: Bool {
        !states.isEmpty || seller != nil || kind != nil || operation != nil || createdBefore != nil
            || createdAfter != nil || inDoubt
    }
}

extension QueueReader {
    /// Jobs in states that have no more of them are read by state, however old they are.
    private static var fewJobs: Int { 5000 }

    /// Jobs with the rows around them, at most the filter's limit, as far as so many jobs hold them.
    package func jobs(matching filter: JobFilter, lookingThrough most: Int) throws -> JobPage {
        var filter = filter
        let wanted = min(max(1, filter.limit), 10_000)
        // One more tells whether there is a next page.
        filter.limit = wanted + 1
        var (ids, end): ([JobID], JobID?) =
            if !filter.isSelective {
                (try tables.jobIDs(matching: filter, from: nil), nil)
            } else if try hasFew(filter.states) {
                (try tables.jobIDs(ofFewMatching: filter), nil)
            } else {
                try look(for: filter, through: max(1, most))
            }
        if ids.count > wanted {
            ids = Array(ids.prefix(wanted))
            end = ids.last
        }
        return JobPage(records: try records(of: ids), scannedTo: end)
    }

    private func hasFew(_ states: Set<JobState>) throws -> Bool {
        if states.isEmpty { return false }
        let counts = try tables.counts()
        return states.reduce(0) { $0 + (counts[$1] ?? 0) } <= Self.fewJobs
    }

    /// Looks through at most so many jobs. Returns what it found, and the last job that it looked at unless there are no
    /// others behind it.
    private func look(for filter: JobFilter, through most: Int) throws -> ([JobID], JobID?) {
        guard let newest = try tables.jobID(countedBack: 1, before: filter.beforeID) else { return ([], nil) }
        // Mostly numbers follow one another closely, and enough is found without counting jobs.
        let near = JobID(newest.value - Int64(most) + 1)
        var ids = try tables.jobIDs(matching: filter, from: near)
        if ids.count >= filter.limit { return (ids, nil) }
        let end = try tables.jobID(countedBack: most, before: filter.beforeID)
        if end.map({ $0 < near }) ?? true {
            var rest = filter
            rest.beforeID = near
            rest.limit -= ids.count
            ids += try tables.jobIDs(matching: rest, from: end)
        }
        return (ids, end)
    }

    private func records(of ids: [JobID]) throws -> [JobRecord] {
        if ids.isEmpty { return [] }
        var around = Surroundings()
        return try tables.jobs(ids: ids).sorted { $0.id > $1.id }.map { try record($0, content: nil, &around) }
    }
}
