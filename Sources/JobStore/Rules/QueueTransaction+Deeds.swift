import JobModel

/// What people did, in the history.
extension QueueTransaction {
    /// Writes what is to be told of a change's answer into the history, and passes the answer on.
    package mutating func record<Answer>(_ telling: DeedTelling<Answer>?, of answer: Answer) throws -> Answer {
        if let deed = telling?(answer) { try record(deed) }
        return answer
    }

    /// Writes the deed into the history, however often the same was done before.
    package mutating func record(_ deed: Deed) throws {
        var owner = deed.owner
        if case .jobs(let ids) = owner {
            // Jobs that are gone tell nothing.
            let keys = ids.count > Deed.mostJobs ? [] : try ids.compactMap { try lane(ofJob: $0) }
            owner = Deed.Owner(of: keys)
        }
        var event = EventRow(at: now, kind: deed.kind.rawValue, application: "", note: deed.note, actor: deed.actor)
        switch owner {
        case .seller(let key):
            (event.application, event.seller, event.region) = (key.application, key.seller, key.region)
        case .application(let name): event.application = name
        case .queue, .jobs: break
        }
        try tables.append(event)
    }

    private mutating func lane(ofJob id: JobID) throws -> LaneKey? { try job(id).map { try lane($0.laneID).key } }
}
