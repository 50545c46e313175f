import Dashboard
import JobModel
import Overview
import SellerJobs

extension DefinitionView {
    /// A definition that can be used.
    ///
    /// - Parameter sellers: All sellers that there are.
    init(_ definition: JobDefinition, path: String, sellers: [DefinitionSeller]) {
        let zone: String? =
            switch (definition.schedule?.timing, definition.clock) {
            case (nil, _), (.every, _): nil
            case (.cron, .zone(let zone)): zone.name
            case (.cron, .marketplace): "marketplace"
            }
        self.init(
            name: definition.name, file: path, kind: definition.job.kind, operation: definition.job.target,
            scheduleText: definition.schedule?.text, zone: zone,
            sellers: sellers.count { definition.sellers.includes($0) }, needsItem: definition.needsItem,
            then: definition.then?.followUp.told, followUp: definition.then?.followUp)
    }

    /// A file that cannot be used.
    init(path: String, problems: [ConfigurationProblem]) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        self.init(name: name, file: path, problem: problems.map(Self.words).joined(separator: "; "))
    }

    /// What is wrong, with its line alone: which file it is stands beside it.
    private static func words(_ problem: ConfigurationProblem) -> String {
        guard case .file(let path, let line) = problem.origin else { return problem.description }
        return "line \(line)" + problem.description.dropFirst("\(path):\(line)".count)
    }
}

extension JobDefinition {
    /// Whether its job asks for `{item}`, so that only another definition can run it.
    var needsItem: Bool { DefinitionReader.fields(of: job).contains { $0.name == .item } }
}
