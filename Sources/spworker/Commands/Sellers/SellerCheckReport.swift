import JobModel
import JobStore
import OperationCatalogue
import Overview
import Secrets
import SellerJobs

/// What a check of one seller found, for people and programs.
struct SellerCheckReport {
    let seller: SellerOverview
    let finding: SellerFinding

    private var name: String { "\(seller.key.seller)/\(seller.key.region)" }

    /// Prints what was found: a line a seller, then what is wrong and what to do.
    static func print(_ reports: [SellerCheckReport], to console: Console) {
        var table = Table([
            ("SELLER", .left), ("REGION", .left), ("SECRETS", .left), ("TOKEN", .left), ("CALL", .left),
            ("LATENCY", .right), ("MARKETPLACES", .left),
        ])
        for report in reports {
            table.add(
                [(report.seller.key.seller, nil), (report.seller.key.region, nil)]
                    + [SellerFinding.Step.secret, .token, .call].map(report.cell)
                    + [(report.latency, .faint), (report.marketplaces, nil)])
        }
        table.print(to: console)
        for report in reports {
            if let failure = report.finding.failure {
                console.line(console.styled("\(report.name): \(failure.message.plain)", .bad))
            }
            if let hint = report.hint { console.line(console.styled("\(report.name): \(hint)", .warning)) }
        }
    }

    /// What a step came to. Without a permit there was no call.
    private func cell(_ step: SellerFinding.Step) -> (String, Style?) {
        guard let failed = finding.failedStep else { return ("ok", .good) }
        if failed == .permit, step == .call { return ("throttled", .warning) }
        let steps = SellerFinding.Step.allCases
        guard let place = steps.firstIndex(of: step), let end = steps.firstIndex(of: failed), place >= end else {
            return ("ok", .good)
        }
        return place == end ? ("failed", .bad) : ("-", .faint)
    }

    private var latency: String {
        finding.latency.map { "\($0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000) ms" }
            ?? "-"
    }

    private var marketplaces: String {
        finding.marketplaces.isEmpty ? "-" : finding.marketplaces.map(Self.code).joined(separator: ", ")
    }

    private static func code(_ id: String) -> String { Marketplace.named(id)?.countryCode ?? id.cut(to: 20) }

    /// What should be looked at although the call worked, or where to look.
    private var hint: String? {
        if !finding.missing.isEmpty {
            let codes = finding.missing.map(Self.code).joined(separator: ", ")
            return "configured for \(codes), where Amazon does not see the seller. Correct 'marketplaces:', or let the "
                + "seller open these stores."
        }
        if finding.isGood, seller.state != .active {
            let probe = "spworker sellers probe \(seller.key.seller) --region \(seller.key.region)"
            return "it works, but the queue still holds it as \(seller.state.word). Release its jobs with '\(probe)'."
        }
        if finding.failedStep == .secret || finding.failedStep == .token {
            return "'spworker sellers show \(seller.key.seller)' tells where its secrets are looked for."
        }
        return nil
    }

    /// What was found, as programs read it. Marketplaces are Amazon's ids.
    var json: JSONValue {
        .object([
            "seller": .string(seller.key.seller), "region": .string(seller.key.region),
            "application": .string(seller.key.application), "ok": .bool(finding.isGood),
            "failedStep": .text(finding.failedStep?.rawValue), "error": finding.failure?.json ?? .null,
            "throttledUntil": .time(finding.throttledUntil), "latency": .seconds(finding.latency),
            "marketplaces": .texts(finding.marketplaces),
            "configuredMarketplaces": .texts(seller.configured?.marketplaces.map(\.id) ?? []),
            "missingMarketplaces": .texts(finding.missing),
            "refreshToken": .text(seller.configured?.refreshToken), "state": .string(seller.state.word),
        ])
    }
}
