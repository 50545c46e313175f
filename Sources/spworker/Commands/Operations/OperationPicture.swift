import JobModel
import JobStore
import OperationCatalogue
import Overview
import SellerJobs

/// One operation for people.
struct OperationPicture {
    private let operation: Operation

    init(_ operation: Operation) {
        self.operation = operation
    }

    /// The facts, one a line.
    var fields: Fields {
        var fields = Fields()
        fields.add("Operation", operation.name)
        fields.add("Call", "\(operation.method) \(operation.path)")
        fields.add(
            "Usage plan",
            operation.plan.map { LanePlan(rate: $0.rate, burst: $0.burst).told }
                ?? "none published; \(LanePlan.unknown.told) is used")
        fields.add(
            "All sellers",
            operation.applicationRate.map { "\(LanePlan(rate: $0, burst: 1).rateText) over all of an application" })
        fields.add("Body", operation.body == .none ? nil : operation.body.word)
        fields.add("Success", "status \(operation.successStatus)")
        fields.add("Pages", operation.pagination.map(Self.pages))
        fields.add("Items", operation.pagination.map(Self.items))
        fields.add("Batch", operation.batch.map(Self.batch))
        fields.add("Grantless", operation.grantlessScope.map { "needs no seller, scope \($0)" })
        fields.add("Restricted", operation.isRestricted ? restriction : nil, .warning)
        fields.add("Deprecated", operation.deprecation.map(Self.deprecation), .warning)
        fields.add("Repeating", repetition, operation.repetition == .unsafe ? .warning : nil)
        fields.add("Sandbox", operation.isSandboxOnly ? "exists in Amazon's sandbox only" : nil)
        return fields
    }

    /// A command line that calls it, with stand-ins in capitals.
    var example: String {
        var words = ["spworker enqueue request \(operation.name)"]
        if operation.grantlessScope == nil { words.append("--seller SELLER") }
        // The configuration fills in the seller's id and marketplaces.
        for parameter in operation.parameters
        where parameter.isRequired && !parameter.namesMarketplaces && !parameter.namesSeller {
            words.append("--param \(parameter.name)=\(parameter.knownValues.first ?? parameter.name.uppercased())")
        }
        if operation.body == .required { words.append("--body FILE") }
        return words.joined(separator: " ")
    }

    private var restriction: String {
        let elements = operation.restrictedDataElements
        return elements.isEmpty
            ? "holds personal data; the token for it is fetched by itself"
            : "leaves personal data out; ask for it with --data-elements \(elements.joined(separator: ","))"
    }

    private var repetition: String {
        let note = operation.repetitionNote.map { " (\($0))" } ?? ""
        return switch operation.repetition {
        case .safe: "safe\(note)"
        case .checkFirst: "not blindly\(note)" + (operation.afterDoubt.map { "; without an answer \($0)" } ?? "")
        case .unsafe: "unsafe: a call without an answer puts its job in quarantine\(note)"
        }
    }

    private static func pages(_ pagination: Pagination) -> String {
        let rest = pagination.sendsTokenAlone ? ", alone" : ""
        let lifetime = pagination.tokenLifetimeSeconds.map { ", good for \($0) s" } ?? ""
        return "\(pagination.responseField) of the answer goes into \(pagination.requestParameter)\(rest)\(lifetime)"
    }

    private static func items(_ pagination: Pagination) -> String {
        pagination.itemsField.map { "\($0) of the answer lists them" } ?? "in no single list; pages are kept whole"
    }

    private static func batch(_ batch: BatchShape) -> String {
        "up to \(batch.mostItems) items in \(batch.itemsField.map { "\($0) of the body" } ?? "the body, a list"); "
            + "each has its own \(batch.statusField), and those refused for now are sent again"
    }

    private static func deprecation(_ deprecation: Operation.Deprecation) -> String {
        let since = deprecation.deprecatedOn.map { "since \($0)" } ?? "yes"
        return since + (deprecation.removedOn.map { ", removed on \($0)" } ?? "")
    }

    func print(to console: Console) {
        fields.print(to: console)
        console.line()
        if operation.parameters.isEmpty {
            console.line("It takes no parameters.")
        } else {
            var table = Table([
                ("PARAMETER", .left), ("IN", .left), ("TYPE", .left), ("REQUIRED", .left), ("VALUES", .left),
            ])
            for parameter in operation.parameters {
                table.add([
                    (parameter.name, nil), (parameter.location.rawValue, .faint), (Self.type(parameter), nil),
                    (parameter.isRequired ? "yes" : "", .warning), (Self.values(parameter).cut(to: 100), .faint),
                ])
            }
            table.print(to: console)
        }
        console.line()
        console.line("Example: " + console.styled(example, .accent))
    }

    private static func type(_ parameter: Parameter) -> String {
        let type = parameter.itemType.map { "list of \($0.rawValue)" } ?? parameter.type.rawValue
        return parameter.format.map { "\(type) (\($0))" } ?? type
    }

    private static func values(_ parameter: Parameter) -> String {
        var parts: [String] = []
        if !parameter.knownValues.isEmpty { parts.append(parameter.knownValues.joined(separator: ", ")) }
        if let least = parameter.minItems, least > 1 { parts.append("at least \(least)") }
        if let most = parameter.maxItems { parts.append("at most \(most)") }
        switch (parameter.minimum, parameter.maximum) {
        case (let low?, let high?): parts.append("\(low) to \(high)")
        case (let low?, nil): parts.append("from \(low)")
        case (nil, let high?): parts.append("up to \(high)")
        case (nil, nil): break
        }
        if let length = parameter.maxLength { parts.append("up to \(length) characters") }
        if let value = parameter.defaultValue { parts.append("default \(value)") }
        return parts.joined(separator: "; ")
    }
}
