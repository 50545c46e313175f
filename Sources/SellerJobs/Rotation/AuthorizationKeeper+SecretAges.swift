import JobModel
import JobStore
import Logging
import Ports
import Secrets
import Synchronization

/// Telling people in time that a client secret must be replaced.
extension AuthorizationKeeper {
    /// Looks at the age of every application's client secret, and tells of those that end soon.
    ///
    /// - Parameter silent: Sources that have not answered lately. They are not asked.
    /// - Throws: `StoreError`.
    func reviewSecretAges(_ silent: inout Set<SecretReference.Scheme>) async throws {
        guard settings.recordsFindings else { return }
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        for application in directory.current.applications.values.sorted(by: { $0.id < $1.id }) {
            // A secret that cannot be had is told of elsewhere.
            var resolved: ResolvedSecret?
            if application.secretCreatedAt == nil, !silent.contains(application.clientSecret.scheme) {
                do throws(SecretError) {
                    resolved = try await cache.resolved(application.clientSecret)
                } catch {
                    if !error.isAnswer { silent.insert(application.clientSecret.scheme) }
                }
            }
            guard let age = ClientSecretAge(configured: application.secretCreatedAt, resolved: resolved),
                let message = age.warning(at: now, isConfigured: application.secretCreatedAt != nil)
            else { continue }
            let remark = ApplicationRemark(application: application.id, kind: "clientSecretDue", message: message)
            guard told.withLock({ $0[application.id] }) != message else { continue }
            logger.warning("\(message)", metadata: ["application": "\(application.id)"])
            try await store.tell(remark)
            told.withLock { $0[application.id] = message }
        }
    }
}
