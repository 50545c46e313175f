import JobModel
import SellingPartner

/// Operations that the API denies a seller while its token exchanges work.
struct Denials: Sendable, Hashable {
    /// So many denied operations are no longer a matter of the operation.
    static let telling = 3

    var operations: Set<String> = []
    /// Whether a person has been told.
    var isTold = false

    /// What a person is told: what is denied, and which roles open it.
    var sentence: String {
        let families = Dictionary(grouping: operations) { String($0.prefix { $0 != "." }) }.keys.sorted()
        let roles = families.map { family in
            RestrictedRoles.wanted(forFamily: family).map { "\($0) for \(family)" }
                ?? "the role that Amazon's list of role mappings names for \(family)"
        }
        return "Amazon denies \(operations.count) operations although the seller's token exchanges work: "
            + "\(operations.sorted().joined(separator: ", ")). Either the application or the seller's grant lacks a role "
            + "(\(roles.joined(separator: "; "))), or the seller's account is in trouble."
    }
}

/// What calls tell.
extension RevocationMachine {
    /// Whether an accepted call of the seller would change anything.
    func awaitsCalls(of key: AuthorizationKey) -> Bool {
        if denials[key] != nil { return true }
        guard case .callsRefused = standings[key]?.phase else { return false }
        return true
    }

    mutating func freshTokenRefused(
        _ key: AuthorizationKey, _ failure: JobFailure, _ now: Timestamp
    ) -> [RevocationAction] {
        var count = 1
        switch standings[key]?.phase {
        case nil: break
        case .callsRefused(let before, let until):
            // Calls that were under way together are refused together: that is one refusal.
            if until > now { return [] }
            count = before + 1
        case .confirming, .accused, .out: return []
        }
        let until =
            now + RetryPolicy(backoff: policy.confirmAfter, maxBackoff: .seconds(3600)).bound(afterFailures: count)
        standings[key] = SellerStanding(
            phase: .callsRefused(count: count, until: until), failure: failure, refusal: .unusable, fingerprint: nil,
            turnedAt: count == 1 ? now : standings[key]?.turnedAt)
        let actions = [RevocationAction.seller(key, .suspect, failure, fingerprint: nil, blockedUntil: until)]
        return actions + (isTooMany(now) ? openOutage(now) : [])
    }

    mutating func callAccepted(_ key: AuthorizationKey, _ operation: String) -> [RevocationAction] {
        if denials[key]?.operations.remove(operation) != nil, denials[key]?.operations.isEmpty == true {
            denials[key] = nil
        }
        guard case .callsRefused = standings[key]?.phase else { return [] }
        standings[key] = nil
        return [.seller(key, .active, nil, fingerprint: nil, blockedUntil: nil)]
    }

    mutating func callDenied(_ key: AuthorizationKey, _ operation: String) -> [RevocationAction] {
        var found = denials[key] ?? Denials()
        found.operations.insert(operation)
        defer { denials[key] = found }
        guard found.operations.count >= Denials.telling, !found.isTold, standings[key] == nil else { return [] }
        found.isTold = true
        return [.tell(key, kind: "accessTrouble", message: found.sentence)]
    }
}
