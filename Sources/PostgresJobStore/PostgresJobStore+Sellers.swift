package import JobModel
package import JobStore

// Authorizations, applications, and what operators do to them.
extension PostgresJobStore {
    package func change(_ change: AuthorizationChange) async throws {
        try await write(.wholeQueue, durable: true, wakes: true) { try $0.change(change) }
    }

    package func change(_ change: ApplicationChange) async throws {
        try await write(.wholeQueue, durable: true, wakes: true) { try $0.change(change) }
    }

    package func tell(_ remark: SellerRemark) async throws {
        try await write(.wholeQueue, durable: true, wakes: false) { try $0.tell(remark) }
    }

    package func tell(_ remark: ApplicationRemark) async throws {
        try await write(.wholeQueue, durable: true, wakes: false) { try $0.tell(remark) }
    }

    package func pause(_ key: AuthorizationKey, reason: String?, actor: String) async throws {
        try await write(.wholeQueue, durable: true, wakes: true) { try $0.pause(key, reason: reason, actor: actor) }
    }

    package func pause(application: String, reason: String?, actor: String) async throws {
        try await write(.wholeQueue, durable: true, wakes: true) {
            try $0.pause(application: application, reason: reason, actor: actor)
        }
    }
}
