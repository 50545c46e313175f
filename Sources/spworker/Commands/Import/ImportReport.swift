import OperationCatalogue
import Overview
import Secrets

/// What an import came to, for people and programs. Names, paths and references only.
struct ImportReport: Sendable {
    /// What happened to the configuration.
    enum Change: String, Sendable {
        /// It was made.
        case written
        /// The entries were put at its end.
        case appended
        /// The user is to add the entries.
        case none = "unchanged"
    }

    let source: String
    let settings: ImportedSettings
    let plan: ImportPlan
    let target: ImportTarget
    /// The entries as YAML.
    let entries: String
    let change: Change
    /// What was written besides secrets and configuration, by its path from the configuration's folder.
    let otherFiles: [String]
    /// Whether nothing was written.
    let isDryRun: Bool
    /// Whether others than its owner may read the imported file.
    let isSourceOpen: Bool

    private var needsSeller: Bool { settings.accounts.contains { $0.refreshToken == nil } }

    private var isShowingEntries: Bool { !entries.isEmpty && (isDryRun || change == .none) }

    /// What should be looked at.
    var notices: [String] {
        var notices = settings.notices
        let assumed = plan.sellers.filter(\.isRegionAssumed).map(\.id)
        if !assumed.isEmpty {
            notices.append(
                "the file does not say the region of \(assumed.joined(separator: ", ")): NA is assumed; correct "
                    + "'region:', or import with --region")
        }
        if isSourceOpen { notices.append("other users can read \(source.plain); chmod 600 it until you delete it") }
        return notices
    }

    /// What to do next, in order.
    var next: [String] {
        var steps: [String] = []
        if isDryRun { return ["Import without --dry-run."] }
        if isShowingEntries { steps.append("Add the entries above to \(target.configuration.plain).") }
        if needsSeller {
            let file = target.path("\(ImportPlanner.secretFolder)/acme.json").plain
            steps.append(
                "The file names no seller. Put the refresh token into \(file) as {\"refreshToken\": \"Atzr|...\"}, "
                    + "chmod 600 it, and add to the configuration "
                    + "sellers: [{id: acme, region: NA, refreshToken: \"file:secrets/acme.json#refreshToken\"}]"
            )
        }
        let flag = target.configuration == "spworker.yaml" ? "" : " --config \(Self.word(target.configuration))"
        steps += [
            "spworker migrate up\(flag)", "spworker sellers check --all\(flag)",
            "When the check is good, delete \(source.plain): it still holds the secrets.",
        ]
        return steps
    }

    // MARK: For people

    /// What is printed.
    var lines: [String] {
        let count = settings.accounts.count
        var lines = ["\(source.plain) is \(settings.format.title), with \(counted(count, "account")).", ""]
        lines += files.map { verb, path in verb.padded(to: 14) + path.plain }
        if isShowingEntries {
            if change == .none { lines += ["", "To be added to \(target.configuration.plain):"] }
            lines += [""] + entries.split(separator: "\n").map(String.init)
        }
        if !notices.isEmpty { lines += [""] + notices.map { "note: \($0)." } }
        lines += ["", "Next:"] + next.enumerated().map { "  \($0 + 1). \($1)" }
        return lines
    }

    /// Every file with what became of it.
    private var files: [(verb: String, path: String)] {
        let secrets = plan.files.map { file in
            (file.isThere ? "kept" : "written", target.path(file.path))
        }
        let others = otherFiles.map { ("written", target.path($0)) }
        let wishes = ["written": "would write", "appended": "would add to"]
        return (secrets + others + [(change.rawValue, target.configuration)]).map { verb, path in
            (isDryRun ? wishes[verb] ?? verb : verb, path)
        }
    }

    /// A path as a shell takes it.
    private static func word(_ path: String) -> String {
        let isPlain = path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
        return isPlain ? path : "'\(path.plain.replacing("'", with: "'\\''"))'"
    }

    // MARK: For programs

    /// The same as JSON. `dryRun` says whether what `action` tells was done or would be.
    var json: JSONValue {
        let secrets = plan.files.map { ($0.path, $0.isThere ? "kept" : "written") }
        let files = (secrets + otherFiles.map { ($0, "written") }).map { path, action in
            JSONValue.object(["path": .string(target.path(path)), "action": .string(action)])
        }
        return .object([
            "source": .string(source), "format": .string(settings.format.rawValue), "dryRun": .bool(isDryRun),
            "configuration": .object([
                "path": .string(target.configuration), "action": .string(change.rawValue),
            ]),
            "files": .array(files), "applications": .array(plan.applications.map(Self.json)),
            "sellers": .array(plan.sellers.map(Self.json)), "entries": .string(entries), "notices": .texts(notices),
            "next": .texts(next),
        ])
    }

    private static func json(_ application: ImportPlan.Application) -> JSONValue {
        .object([
            "id": .string(application.id), "clientId": .string(application.clientID.description),
            "clientSecret": .string(application.clientSecret.description),
            "configured": .bool(application.isConfigured),
        ])
    }

    private static func json(_ seller: ImportPlan.Seller) -> JSONValue {
        .object([
            "id": .string(seller.id), "application": .string(seller.application),
            "region": .string(seller.region.rawValue), "regionAssumed": .bool(seller.isRegionAssumed),
            "marketplaces": .texts(seller.marketplaces.map(\.id)), "sellerId": .text(seller.sellerID),
            "sandbox": .bool(seller.isSandbox), "refreshToken": .string(seller.refreshToken.description),
        ])
    }
}
