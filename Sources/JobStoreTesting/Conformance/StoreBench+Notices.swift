import JobModel
import JobStore

extension StoreConformance {
    /// Rules under which targets hear of what hooks they are named for.
    static func tellingRules(_ targets: [Hook: [String]]) -> QueueRules {
        QueueRules(perAuthorization: 1000, crashLimit: 1, hooks: HookPlan(targets))
    }

    /// One target that hears of everything.
    static let tellingEverything = tellingRules(
        Dictionary(uniqueKeysWithValues: Hook.allCases.map { ($0, ["t"]) }))
}

extension StoreBench {
    /// Revokes sellers, one event each.
    func revoke(_ sellers: String...) async throws {
        for seller in sellers { try await store.change(AuthorizationChange(key: key(seller), state: .revoked)) }
    }

    /// The oldest notice.
    func firstNotice(file: String = #fileID, line: Int = #line) async throws -> NoticeRow {
        guard let row = try await store.notices(limit: 1).first else {
            throw ConformanceFailure(message: "there is no notice", file: file, line: line)
        }
        return row
    }

    /// Takes the notice of the target `t` that has been due longest.
    func takeNotice(file: String = #fileID, line: Int = #line) async throws -> NoticeRow {
        guard let row = try await store.claimNotices(for: ["t"], limit: 1, until: now + .seconds(60)).first else {
            throw ConformanceFailure(message: "no notice is due", file: file, line: line)
        }
        return row
    }
}
