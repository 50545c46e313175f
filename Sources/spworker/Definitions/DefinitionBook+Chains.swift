import JobModel
import JobStore
import SellerJobs

/// Definitions that follow others.
extension DefinitionBook: ChainBook {
    func target(_ next: String, after definition: String, for key: AuthorizationKey) async -> ChainTarget {
        let definitions = await definitions()
        guard let target = definitions[next] else {
            return .refused(
                "There is no definition '\(next)', which 'then' of \(definition) runs. 'spworker schedules validate' tells "
                    + "more; retry this job once it is there.")
        }
        if let circle = DefinitionChain.circle(from: definition, among: definitions) {
            return .refused(
                "Definitions follow each other in a circle: \(circle.joined(separator: ", then ")). Remove one 'then'.")
        }
        if target.cursor != nil {
            return .refused(DefinitionChain.noCursor(next))
        }
        guard let seller = seller(key.seller, key.region) else {
            return .refused("The seller \(key.seller) in \(key.region) is not in the configuration any more.")
        }
        guard target.sellers.includes(seller) else { return .unselected }
        let admission = admission
        return .ready { item, occasion throws(JobRejection) in
            try admission.job(
                of: target, for: seller, at: occasion.scheduledAt, occasion.row, now: occasion.now,
                item: { item.text(of: $0) }
            )
        }
    }

    func limit(of definition: String, running next: String) async -> Int? {
        guard let chain = await definitions()[definition]?.then, chain.run == next else { return nil }
        return chain.limit
    }
}
