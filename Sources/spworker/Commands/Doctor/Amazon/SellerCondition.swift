import JobModel
import JobStore
import OperationCatalogue
import Overview
import SellerJobs

/// What is to be said of one seller.
struct SellerCondition {
    /// An authorization of a public application ends after a year; so many days before, it is told.
    private static let renewal = 335

    private let visit: SellerVisit
    private let now: Timestamp

    init(_ visit: SellerVisit, now: Timestamp) {
        self.visit = visit
        self.now = now
    }

    private var settings: SellerSettings { visit.settings }

    var findings: [DoctorFinding] {
        (outcome + [held, renewal].compactMap(\.self)).map { $0.of(settings.key) }
    }

    private var outcome: [DoctorFinding] {
        switch visit.outcome {
        case .checked(let finding): return finding.failure.map { failed(finding, $0) } ?? works(finding)
        case .late:
            return [
                .fault(
                    .sellers, "There was no answer in time.", cure: "Check the network, and ask again.")
            ]
        case .skipped(let reason): return [.note(.sellers, "It was not tried: \(reason)")]
        case .failed(let reason):
            return [.fault(.sellers, sentence(reason), cure: "See what is said of the database.")]
        }
    }

    // MARK: It works

    private func works(_ finding: SellerFinding) -> [DoctorFinding] {
        let latency = finding.latency.map { ", \($0.microseconds / 1000) ms" } ?? ""
        let good = DoctorFinding.ok(.sellers, "Token and call work: \(Self.codes(finding.marketplaces))\(latency).")
        // Amazon's sandbox always tells of the same few marketplaces.
        guard !settings.sandbox else { return [.ok(.sellers, "Token and call work in Amazon's sandbox\(latency).")] }
        return trouble(finding).map { [$0] } ?? [good]
    }

    /// What the marketplaces tell.
    private func trouble(_ finding: SellerFinding) -> DoctorFinding? {
        let seen = finding.marketplaces
        guard !seen.isEmpty else {
            return .warning(
                .sellers, "Token and call work, and Amazon sees it in no marketplace.",
                cure: "Let the seller look into the account in Seller Central.")
        }
        let foreign = seen.compactMap { Marketplace.named($0)?.region }.filter { $0 != settings.region }
        if foreign.count == seen.count, let region = foreign.first {
            return .fault(
                .sellers,
                "It is configured for \(settings.region.rawValue), and Amazon sees it in \(Self.codes(seen)): region "
                    + "\(region.rawValue).",
                cure: "Set 'region: \(region.rawValue)', or store the refresh token of \(settings.region.rawValue).")
        }
        guard !finding.missing.isEmpty else { return nil }
        let missing = Self.codes(finding.missing)
        if finding.missing.count == settings.marketplaces.count {
            return .fault(
                .sellers,
                "It is configured for \(missing), where Amazon does not see it; it sells in \(Self.codes(seen)).",
                cure: "Correct 'marketplaces:' or 'region:', or store the refresh token of the right seller.")
        }
        return .warning(
            .sellers, "It is configured for \(missing) too, where Amazon does not see it.",
            cure: "Correct 'marketplaces:', or let the seller open these stores.")
    }

    private static func codes(_ ids: [String]) -> String {
        ids.isEmpty
            ? "no marketplace"
            : ids.map { Marketplace.named($0)?.countryCode ?? $0.cut(to: 20) }.joined(separator: ", ")
    }

    // MARK: It does not

    private func failed(_ finding: SellerFinding, _ failure: JobFailure) -> [DoctorFinding] {
        let message = sentence(failure.message)
        switch finding.failedStep {
        case .permit:
            return [
                .note(
                    .sellers, "The token works; the call was not made: \(message)",
                    cure: "The usage plan is shared with the worker; ask again later.")
            ]
        case .secret:
            return [.fault(.sellers, message, cure: "See what is said of its secrets.")]
        case .token:
            let list = ExchangeChecklist(failure, visit, now: now)
            var fault = DoctorFinding.fault(.sellers, message, cure: list.cure)
            fault.checklist = list.items
            return [list.isPassing ? .warning(.sellers, message, cure: list.cure) : fault]
        case .call, nil:
            return [call(failure, message)]
        }
    }

    private func call(_ failure: JobFailure, _ message: String) -> DoctorFinding {
        switch failure.kind {
        case "accessDenied":
            var fault = DoctorFinding.fault(
                .sellers, "The token works and the call is denied. \(message)", cure: "The likeliest reasons first:")
            fault.checklist = [
                "The application lacks the role for the Sellers API, or the seller has not granted it: authorize again "
                    + "after a role was added.",
                "The seller's account is closed, suspended or a vendor's.",
                "The region is wrong: the seller is configured for \(settings.region.rawValue).",
            ]
            return fault
        case "unavailable", "network", "throttled", "doubtful", "tokenExpired":
            return .warning(.sellers, "The token works and the call did not. \(message)", cure: "Ask again later.")
        case "wrongRegion":
            return .fault(
                .sellers, message, cure: "Correct 'region:' (now \(settings.region.rawValue)) or 'marketplaces:'.")
        case "tokenRefused":
            return .fault(
                .sellers, message,
                cure:
                    "Check that 'region: \(settings.region.rawValue)' and 'sandbox: \(settings.sandbox)' are those of "
                    + "the authorization; otherwise the seller has just withdrawn it.")
        case "applicationSecretExpired":
            return .fault(.sellers, message, cure: "Rotate the client secret in the developer console and store it.")
        default:
            return .fault(
                .sellers, "The token works and the call did not. \(message)",
                cure: "Check 'endpoints:', and the seller's account.")
        }
    }

    // MARK: Beside it

    /// What the queue holds against it.
    private var held: DoctorFinding? {
        guard let row = visit.row else { return nil }
        let id = settings.id
        if let reason = row.pauseReason {
            return .note(
                .sellers, "It is paused: \(sentence(reason))", cure: "'spworker sellers resume \(id)' lets it go on.")
        }
        guard row.state != .active else { return nil }
        if visit.hasToken {
            return .warning(
                .sellers, "It works here, and the queue still holds it as \(row.state.word).",
                cure: "'spworker sellers probe \(id)' lets the running worker try it and release its jobs.")
        }
        return .note(.sellers, "The queue holds it as \(row.state.word): its jobs wait for new credentials.")
    }

    private var renewal: DoctorFinding? {
        guard let day = settings.authorizedAt else { return nil }
        let age = (now.microseconds - day.wallMicroseconds) / 86_400_000_000
        guard age >= Self.renewal else { return nil }
        return .warning(
            .sellers,
            age > 365
                ? "It was authorized \(age) days ago (authorizedAt: \(day)), more than a year."
                : "Its authorization ends in \(365 - age) days (authorizedAt: \(day)).",
            cure: "Let the seller authorize the application again, and store the new refresh token and date.")
    }
}
