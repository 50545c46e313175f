import JobModel
import JobStore
import OperationCatalogue
import Overview
import Secrets

/// What became of one secret reference, without the secret.
struct SecretCondition: Sendable {
    let use: SecretUse
    private let source: String?
    private let version: String?
    private let changedAt: Timestamp?
    private let error: SecretError?
    /// What can be told of the value by its form.
    let flaws: [CredentialForm.Flaw]

    /// A client secret is due for rotation within 180 days; so long before, it is told.
    private static let warnAfter = Duration.seconds(150 * 86_400)

    /// Takes from an answer all that may be told.
    ///
    /// - Parameters:
    ///   - result: `nil` when there was no answer in time.
    ///   - isAmazons: Whether the value is meant for Amazon itself.
    init(_ use: SecretUse, _ result: Result<ResolvedSecret, SecretError>?, isAmazons: Bool) {
        self.use = use
        switch result {
        case .success(let resolved):
            source = resolved.source
            version = resolved.version
            changedAt = resolved.changedAt.map { Timestamp(microseconds: $0) }
            error = nil
            flaws = CredentialForm.flaws(resolved.secret, as: use.role, isAmazons: isAmazons)
        case .failure(let failure):
            (source, version, changedAt, error, flaws) = (nil, nil, nil, failure, [])
        case nil:
            let late = SecretError(
                .unavailable, reference: use.reference.description, message: "there was no answer in time",
                cure: "check whether its source can be reached, and ask again")
            (source, version, changedAt, error, flaws) = (nil, nil, nil, late, [])
        }
    }

    /// Whether it can be had.
    var isThere: Bool { error == nil }

    /// What is to be said.
    func findings(now: Timestamp) -> [DoctorFinding] {
        let found =
            [state(now: now)]
            + flaws.map { flaw -> DoctorFinding in
                flaw.isCertain
                    ? .fault(.secrets, flaw.message, about: use.title, cure: flaw.cure)
                    : .warning(.secrets, flaw.message, about: use.title, cure: flaw.cure)
            }
        return (found + [old(now: now)].compactMap(\.self)).map { finding in
            var finding = finding
            finding.seller = use.seller
            return finding
        }
    }

    private func state(now: Timestamp) -> DoctorFinding {
        guard let error else {
            let facts = [source, version.map { "version \($0)" }, changedAt.map { "changed \($0.told(now))" }]
            return .ok(.secrets, sentence(facts.compactMap(\.self).joined(separator: ", ")), about: use.title)
        }
        let message = "\(use.reference): \(error.message)."
        // Tokens that a further key sealed are got anew.
        if case .sealingKey(isFirst: false) = use.role {
            return .warning(.secrets, message, about: use.title, cure: sentence(error.cure))
        }
        return .fault(.secrets, message, about: use.title, cure: sentence(error.cure))
    }

    /// The source's age is the least that the secret can have: nobody knows what was stored anew without being changed.
    private func old(now: Timestamp) -> DoctorFinding? {
        guard use.role == .clientSecret, let changedAt, now - changedAt >= Self.warnAfter else { return nil }
        return .warning(
            .secrets, "It has not been changed for \((now - changedAt).rough); Amazon wants a new one within 180 days.",
            about: use.title,
            cure: "Rotate it in the developer console and store the new one; the old one works for a week.")
    }

    /// The secret as programs read it: where it comes from, never what it is.
    func json(now: Timestamp) -> JSONValue {
        .object([
            "use": .string(use.title), "reference": .string(use.reference.description), "ok": .bool(isThere),
            "source": .text(source), "version": .text(version), "changedAt": .time(changedAt),
            "age": .seconds(changedAt.map { now - $0 }), "error": .text(error.map { sentence($0.message) }),
            "seller": .text(use.seller?.seller), "region": .text(use.seller?.region),
        ])
    }
}
