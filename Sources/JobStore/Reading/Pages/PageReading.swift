package import JobModel

/// Reading a queue part by part: what is asked here is answered as soon with a million jobs and thousands of sellers.
package protocol PageReading: Sendable {
    /// Jobs with what is needed to explain them, newest first. At most `most` jobs are looked through, unless the filter
    /// names states with few jobs, which are found however old they are.
    ///
    /// - Returns: What was found, and where to go on.
    func jobs(matching filter: JobFilter, lookingThrough most: Int) async throws -> JobPage
    /// Jobs of any seller that have this unique key, or had it when they ended, newest first.
    func jobs(uniqueKey: String, limit: Int) async throws -> [JobRecord]
    /// Events, newest first. At most `most` events are looked through.
    ///
    /// - Returns: What was found, and where to go on.
    func events(matching search: EventSearch, lookingThrough most: Int) async throws -> RowPage<EventRow>
    /// Inbox rows, newest first. At most `most` rows are looked through.
    ///
    /// - Returns: What was found, and where to go on.
    func inboxRows(matching search: InboxSearch, lookingThrough most: Int) async throws -> RowPage<InboxRow>
    /// Authorizations by seller, region and application, with the number of their waiting jobs up to a bound.
    func authorizations(matching search: AuthorizationSearch) async throws -> [AuthorizationRecord]
    /// Lanes by number.
    func lanes(matching search: LaneSearch) async throws -> [LaneRecord]
    /// The limits that sellers of an application share, by application, region and operation.
    func sharedLimits() async throws -> [SharedLimit]
    /// Since when the job that has been ready longest could have run; `nil` when none is ready. Told by lanes, without a look
    /// at jobs: it may be a little too early, never too late. Jobs that nothing but time or a person can release are not ready.
    func oldestReady(now: Timestamp) async throws -> Timestamp?
}

extension PageReading {
    /// Jobs with what is needed to explain them, newest first, as far as the usual number of jobs holds them.
    package func jobPage(matching filter: JobFilter) async throws -> JobPage {
        try await jobs(matching: filter, lookingThrough: JobPage.usualLook)
    }
}
