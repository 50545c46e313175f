import OperationCatalogue
package import Secrets

/// A developer's application: a client of Login with Amazon.
package struct ApplicationSettings: Sendable, Equatable {
    /// A change to the built-in usage plan of an operation.
    package struct UsagePlanOverride: Sendable, Equatable {
        /// Calls per second; `nil` keeps the built-in rate.
        package var rate: Double?
        /// Calls that may be made at once; `nil` keeps the built-in burst.
        package var burst: Int?
        /// A factor for the built-in rate and burst; `nil` for none.
        package var scale: Double?
    }

    /// The name by which sellers refer to it.
    package let id: String
    /// The client id.
    package let clientId: SecretReference
    /// The client secret.
    package let clientSecret: SecretReference
    /// When the client secret was made, to warn before its end; `nil` for what its source says.
    package let secretCreatedAt: CalendarDay?
    /// Changed usage plans by operation name, such as `orders.getOrders`; `*` stands for every other operation.
    package let usagePlans: [String: UsagePlanOverride]
    /// Where it is configured.
    package let origin: SettingOrigin

    init(
        id: String, clientId: SecretReference, clientSecret: SecretReference, secretCreatedAt: CalendarDay? = nil,
        usagePlans: [String: UsagePlanOverride] = [:], origin: SettingOrigin
    ) {
        self.id = id
        self.clientId = clientId
        self.clientSecret = clientSecret
        self.secretCreatedAt = secretCreatedAt
        self.usagePlans = usagePlans
        self.origin = origin
    }

    /// Reads one entry; `nil` when it lacks what it needs, which is reported.
    init?(_ section: SettingSection) {
        let id = section.identifier("id", of: "application")
        let clientId = section.required("clientId", "env:SP_CLIENT_ID", section.reference)
        let clientSecret = section.required("clientSecret", "env:SP_CLIENT_SECRET", section.reference)
        let day = section.value("secretCreatedAt", due: "a day such as 2026-02-01") { CalendarDay($0) }
        let plans = Self.usagePlans(section)
        guard let id, let clientId, let clientSecret else { return nil }
        self.init(
            id: id, clientId: clientId, clientSecret: clientSecret, secretCreatedAt: day, usagePlans: plans,
            origin: section.origin)
    }

    private static func usagePlans(_ section: SettingSection) -> [String: UsagePlanOverride] {
        guard let node = section.node("usagePlans") else { return [:] }
        guard case .map(let entries) = node.value else {
            section.report(
                "usagePlans", "a map is due here, not \(node.summary)", "write OPERATION: {rate: 0.5, burst: 20}")
            return [:]
        }
        var plans: [String: UsagePlanOverride] = [:]
        for entry in entries {
            let path = "\(section.path(of: "usagePlans")).\(PrintableText.key(entry.key))"
            guard entry.key == "*" || entry.key.contains(".") else {
                section.reader.report(
                    entry.origin, path, "this is not an operation's name",
                    "write it as orders.getOrders, or \"*\" for all")
                continue
            }
            if entry.key != "*" { check(operation: entry.key, entry.origin, path, section.reader) }
            let inner = SettingSection(
                entry.node, path: path, schema: "applications[].usagePlans.*", fallback: entry.origin,
                reader: section.reader)
            let plan = UsagePlanOverride(
                rate: inner.number("rate", upTo: 1_000_000), burst: inner.integer("burst", in: 1...1_000_000),
                scale: inner.number("scale", upTo: 1_000_000))
            if plan.scale != nil, plan.rate != nil || plan.burst != nil {
                inner.report("scale", "scale does not go with rate or burst", "write either scale, or rate and burst")
            } else if entry.key == "*", plan.rate != nil || plan.burst != nil {
                inner.report("rate", "one rate cannot fit every operation", "write \"*\": {scale: FACTOR}")
            }
            plans[entry.key] = plan
        }
        return plans
    }

    private static func check(operation name: String, _ origin: SettingOrigin, _ path: String, _ reader: SettingReader)
    {
        do throws(UnknownOperation) {
            _ = try OperationCatalogue.builtIn.operation(named: name)
        } catch {
            let message =
                switch error.reason {
                case .ambiguous: "several APIs have an operation of this name"
                case .versionNotFound: "the operation has no such version"
                default: "there is no such operation"
                }
            reader.report(
                origin, path, message,
                error.suggestions.isEmpty
                    ? "'spworker operations list' shows them all"
                    : "did you mean \(error.suggestions.joined(separator: " or "))?")
        }
    }
}

extension SettingSection {
    /// A value that must be there. A missing one is reported; a wrong one was reported by `read`.
    func required<Value>(_ key: String, _ example: String, _ read: (String) -> Value?) -> Value? {
        if node(key) != nil { return read(key) }
        report(key, "this is missing", "write \(key): \(example)")
        return nil
    }

    /// An id of ours: letters, digits, `.`, `_` and `-`, so that it can stand in paths and references.
    func identifier(_ key: String, of what: String) -> String? {
        required(key, what == "application" ? "main" : "acme") { key in
            value(key, due: "an id of letters, digits, '.', '_' and '-', at most 64 characters") { text in
                SecretTemplate.accepts(text) && text.count <= 64 ? text : nil
            }
        }
    }
}
