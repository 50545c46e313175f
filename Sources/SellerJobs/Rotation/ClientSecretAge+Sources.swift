package import JobModel
package import Secrets

extension ClientSecretAge {
    /// What is known of a secret's age.
    ///
    /// - Parameters:
    ///   - configured: When it was made by the configuration, which counts more than anything else.
    ///   - resolved: The secret as its source gave it.
    /// - Returns: `nil` when nobody knows.
    package init?(configured: Timestamp?, resolved: ResolvedSecret?) {
        if let configured {
            self.init(createdAt: configured, source: "the configuration")
        } else if let resolved, let changedAt = resolved.changedAt {
            self.init(createdAt: Timestamp(microseconds: changedAt), source: resolved.source)
        } else {
            return nil
        }
    }
}
