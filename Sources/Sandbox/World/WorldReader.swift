import OperationCatalogue
import Yams

/// Turns YAML nodes into the parts of a world and collects what is wrong with them.
struct WorldReader {
    var problems: [WorldError.Problem] = []
    private var lines: [(subject: String, line: Int)] = []

    /// The top node of a text.
    static func root(of yaml: String, file: String) throws -> Node {
        do {
            if let node = try Yams.compose(yaml: yaml) { return node }
            throw WorldError(file: file, problems: [.init(line: 1, message: "the text is empty")])
        } catch let error as YamlError {
            var line: Int?
            if case .scanner(_, _, let mark, _) = error { line = mark.line }
            if case .parser(_, _, let mark, _) = error { line = mark.line }
            if case .composer(_, _, let mark, _) = error { line = mark.line }
            throw WorldError(
                file: file, problems: [.init(line: line, message: "the text is not YAML; check quotes and indentation")]
            )
        }
    }

    mutating func plans(of node: Node?) -> [String: PlanOverride] {
        guard let node else { return [:] }
        var fields = YAMLFields(node, name: "usagePlans")
        var plans: [String: PlanOverride] = [:]
        for key in fields.keys {
            guard let node = fields.node(key) else { continue }
            var plan = YAMLFields(node, name: "the usage plan of \(key)")
            plans[key] = PlanOverride(
                rate: plan.number("rate", in: 0.000_001...1e9), burst: plan.integer("burst", in: 1...1_000_000_000),
                scale: plan.number("scale", in: 0.000_001...1e9) ?? 1)
            problems += plan.finish()
        }
        problems += fields.finish()
        return plans
    }

    mutating func application(_ node: Node) -> World.Application {
        var fields = YAMLFields(node, name: "an application")
        var application = World.Application(
            id: fields.requiredText("id"), clientId: fields.requiredText("clientId"),
            clientSecrets: fields.texts("clientSecrets") ?? [])
        if application.clientSecrets.isEmpty { fields.complain("an application needs clientSecrets") }
        if let scopes = fields.texts("scopes") { application.scopes = Set(scopes) }
        application.deniedDataElements = Set(fields.texts("deniedDataElements") ?? [])
        lines.append(("application \(application.id)", fields.line))
        problems += fields.finish()
        return application
    }

    mutating func seller(_ node: Node, applications: [World.Application]) -> World.Seller {
        var fields = YAMLFields(node, name: "a seller")
        let id = fields.requiredText("id")
        let application = fields.text("application") ?? (applications.count == 1 ? applications[0].id : "")
        if !applications.contains(where: { $0.id == application }) {
            fields.complain("seller \(id) must name one of the applications in application")
        }
        let region = fields.region("region")
        if region == nil { fields.complain("seller \(id) needs region: NA, EU or FE") }
        var seller = World.Seller(
            id: id, application: application, region: region ?? .northAmerica,
            sellerId: fields.text("sellerId") ?? "A"
                + id.uppercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) },
            refreshTokens: fields.texts("refreshTokens") ?? [], marketplaces: [])
        if seller.refreshTokens.isEmpty { fields.complain("seller \(id) needs refreshTokens") }
        for name in fields.texts("marketplaces") ?? [] {
            if let marketplace = SandboxMarketplace.named(name), marketplace.region == seller.region {
                seller.marketplaces.append(marketplace.id)
            } else {
                fields.complain("marketplace \(name) of seller \(id) is not one of region \(seller.region.rawValue)")
            }
        }
        if seller.marketplaces.isEmpty { fields.complain("seller \(id) needs marketplaces, for example [DE, FR]") }
        seller.orders = fields.integer("orders", in: 0...9_999_999) ?? seller.orders
        seller.pagedItems = fields.integer("pagedItems", in: 0...9_999_999)
        seller.isRevoked = fields.flag("revoked") ?? false
        seller.accessTokenLifetime = fields.duration("accessTokenLifetime")
        seller.latency = fields.duration("latency")
        seller.usagePlans = plans(of: fields.node("usagePlans"))
        seller.deniedDataElements = Set(fields.texts("deniedDataElements") ?? [])
        lines.append(("seller \(seller.id) in \(seller.region.rawValue)", fields.line))
        problems += fields.finish()
        return seller
    }

    mutating func fault(_ node: Node) -> Fault {
        var fields = YAMLFields(node, name: "a fault")
        var match = Fault.Match()
        if let node = fields.node("match") {
            var inner = YAMLFields(node, name: "match")
            match = Fault.Match(
                operation: inner.text("operation"), seller: inner.text("seller"), region: inner.region("region"),
                item: inner.text("item"))
            problems += inner.finish()
        }
        let kind = Fault.Kind(rawValue: fields.requiredText("kind"))
        if kind == nil {
            fields.complain(
                "kind of a fault must be one of \(Fault.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let fault = Fault(
            match: match, kind: kind ?? .internalError, carriedOut: fields.flag("carriedOut") ?? false,
            latency: fields.duration("latency") ?? .zero, times: fields.integer("times", in: 1...1_000_000_000),
            probability: fields.number("probability", in: 0...1) ?? 1, from: fields.duration("from") ?? .zero,
            until: fields.duration("until"), bytes: fields.size("bytes"))
        if let kind, match.item != nil, !kind.hitsItems {
            let kinds = Fault.Kind.allCases.filter(\.hitsItems).map(\.rawValue).joined(separator: ", ")
            fields.complain("kind of a fault of an item must be one of \(kinds)")
        }
        let isOfStorage = [FaultPlan.download, FaultPlan.upload].contains(match.operation)
        if !isOfStorage, fault.bytes != nil || fault.kind.isOfStorage {
            fields.complain(
                "bytes, lapse, truncate and corrupt are for faults of operation \(FaultPlan.download) or "
                    + FaultPlan.upload)
        }
        if kind == .slow && fault.latency == .zero { fields.complain("a slow fault needs latency, for example 2s") }
        problems += fields.finish()
        return fault
    }

    /// Scripts name sellers that there are.
    mutating func checkSellers(of world: World) {
        let named = world.reports.map(\.seller) + world.feeds.map(\.seller) + world.queries.map(\.seller)
        let known = Set(world.sellers.map(\.id))
        for seller in Set(named.compactMap(\.self)).sorted() where !known.contains(seller) {
            problems.append(
                .init(line: nil, message: "reports, feeds or queries name the seller \(seller), who is none"))
        }
    }

    /// Finds what only a look at the whole world can find.
    mutating func checkUniqueness(_ world: World) {
        var seen: Set<String> = []
        for (subject, line) in lines where !seen.insert(subject).inserted {
            problems.append(.init(line: line, message: "\(subject) is given twice"))
        }
        problems += world.conflicts.map { .init(line: nil, message: $0) }
    }
}

extension World {
    /// What makes the world ambiguous, as sentences; empty when nothing does.
    var conflicts: [String] {
        var found: [String] = []
        if Set(applications.map(\.clientId)).count < applications.count {
            found.append("two applications have the same clientId; give each its own")
        }
        let tokens = sellers.flatMap(\.refreshTokens)
        if Set(tokens).count < tokens.count {
            found.append("two sellers have the same refresh token; give each seller and region its own")
        }
        return found
    }
}
