import OperationCatalogue
import Secrets

/// Makes the plan for imported accounts. Nothing that is there is overwritten, and nothing is written yet.
struct ImportPlanner {
    /// The folder of secret files, in the configuration's folder.
    static let secretFolder = "secrets"

    let surroundings: ImportSurroundings
    /// The region of accounts that do not say theirs; `nil` assumes North America, as without a configuration.
    let region: Region?

    private var plan = ImportPlan()
    private var problems: [ConfigurationProblem] = []
    private var taken: Set<String> = []

    init(_ surroundings: ImportSurroundings, region: Region?) {
        self.surroundings = surroundings
        self.region = region
    }

    /// The plan.
    ///
    /// - Throws: Every account that stands in the way of what is there.
    mutating func plan(_ accounts: [ImportedAccount]) throws(ConfigurationError) -> ImportPlan {
        let applications = Self.grouped(accounts)
        checkSecrets(of: applications)
        for group in applications {
            let id = add(application: group[0], name: applications.count == 1 ? "main" : group[0].id ?? "main")
            for account in group { add(seller: account, application: id) }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        return plan
    }

    /// The accounts by application, in the order in which they stand in the file.
    private static func grouped(_ accounts: [ImportedAccount]) -> [[ImportedAccount]] {
        var groups: [[ImportedAccount]] = []
        for account in accounts {
            let place = groups.firstIndex {
                $0[0].clientID == account.clientID && $0[0].clientSecret == account.clientSecret
            }
            if let place { groups[place].append(account) } else { groups.append([account]) }
        }
        return groups
    }

    private mutating func checkSecrets(of applications: [[ImportedAccount]]) {
        for (index, group) in applications.enumerated() {
            guard let other = applications[..<index].first(where: { $0[0].clientID == group[0].clientID }) else {
                continue
            }
            problems.append(
                ConfigurationProblem(
                    group[0].origin, "",
                    "this account has the client id of the one at \(other[0].origin) and another client secret",
                    "write the secret that is valid in both places"))
        }
    }

    // MARK: Applications

    /// Adds the application under the first name that is free, and gives its id. One that an earlier import has brought
    /// into the configuration is found again.
    private mutating func add(application account: ImportedAccount, name: String) -> String {
        let content = Self.json([
            "clientId": .string(account.clientID.reveal()), "clientSecret": .string(account.clientSecret.reveal()),
        ])
        var number = 1
        while true {
            let ending = number == 1 ? "" : "-\(number)"
            let id = name.prefix(64 - ending.count) + ending
            number += 1
            let file = "\(Self.secretFolder)/application-\(id).json"
            let isConfigured = surroundings.applications.contains(String(id))
            let there = surroundings.files[file]
            let isSame = there == Array(content.utf8)
            guard isConfigured ? isSame : there == nil || isSame, taken.insert(file.lowercased()).inserted else {
                continue
            }
            plan.applications.append(.init(id: String(id), file: file, isConfigured: isConfigured))
            plan.files.append(.init(path: file, content: Secret(content), isThere: isSame))
            return String(id)
        }
    }

    // MARK: Sellers

    private mutating func add(seller account: ImportedAccount, application: String) {
        guard let token = account.refreshToken, let id = account.id else { return }
        let cure = "give it another name, with --seller or in the file"
        if let other = surroundings.sellers.first(where: { $0.lowercased() == id.lowercased() }) {
            return report(account, "the configuration has a seller \(other) already", cure)
        }
        let file = "\(Self.secretFolder)/\(id).json"
        let content = Self.json(["refreshToken": .string(token.reveal())])
        let there = surroundings.files[file]
        let isSame = there == Array(content.utf8)
        guard there == nil || isSame else {
            return report(
                account, "\(file) is there already and holds something else", "move that file away, or \(cure)")
        }
        guard taken.insert(file.lowercased()).inserted else {
            return report(account, "\(file) is wanted for something else too", cure)
        }
        plan.files.append(.init(path: file, content: Secret(content), isThere: isSame))
        plan.sellers.append(
            .init(
                id: id, application: application, region: account.region ?? region ?? .northAmerica,
                isRegionAssumed: account.region == nil && region == nil, marketplaces: account.marketplaces,
                sellerID: account.sellerID, isSandbox: account.isSandbox, file: file))
    }

    private mutating func report(_ account: ImportedAccount, _ message: String, _ cure: String) {
        problems.append(ConfigurationProblem(account.origin, "", message, cure))
    }

    private static func json(_ members: [String: JSONValue]) -> String { JSONValue.object(members).text + "\n" }
}
