import JobModel
import OperationCatalogue
import SellerJobs
import Worker

/// Reads one file of the folder `jobs/`, strictly: whatever it does not know is a problem with its line.
struct DefinitionReader {
    /// Reads a file that a definition names, relative to the definition's own folder; `nil` when it cannot be read as
    /// UTF-8 text.
    let read: (_ path: String) -> String?
    /// Knows time zones by name.
    let zones: any ZoneSource

    init(zones: any ZoneSource, read: @escaping (_ path: String) -> String? = { _ in nil }) {
        self.zones = zones
        self.read = read
    }

    /// Reads a definition.
    ///
    /// - Parameters:
    ///   - text: The file's content.
    ///   - path: Its path, for messages.
    /// - Throws: `ConfigurationError` with every problem.
    func read(_ text: String, path: String) throws(ConfigurationError) -> JobDefinition {
        let reader = SettingReader(allowsLiteralSecrets: false, directory: "/", workingDirectory: "/", home: nil)
        let start = SettingOrigin.file(path: path, line: 1)
        let node: SettingNode?
        do throws(ConfigurationProblem) {
            node = try SettingParser { .file(path: path, line: $0) }.parse(text)
        } catch {
            throw ConfigurationError([error])
        }
        let top = SettingSection(node, path: "", schema: "definition", fallback: start, reader: reader)
        let definition = definition(top, start)
        guard reader.problems.isEmpty, let definition else { throw ConfigurationError(reader.problems) }
        return definition
    }

    private func definition(_ top: SettingSection, _ start: SettingOrigin) -> JobDefinition? {
        let name = top.identifier("name", of: "definition")
        let selection = selection(top)
        let job = job(top)
        let schedule = schedule(top)
        let clock = clock(top)
        let cursor = cursor(top, job)
        let chain = chain(top)
        guard let name, let job else { return nil }
        if schedule != nil, let field = Self.fields(of: job).first(where: { $0.name == .item }) {
            top.report(
                "job", "{\(field.text)} is known only to jobs that follow another one",
                "remove schedule, and run it by another definition's 'then'")
        }
        return JobDefinition(
            name: name, origin: start, sellers: selection, job: job, schedule: schedule, clock: clock, cursor: cursor,
            then: chain)
    }

    private func chain(_ top: SettingSection) -> DefinitionChain? {
        guard top.node("then") != nil else { return nil }
        let section = section("then", of: top)
        let run = section.required("run", "order-items") { section.text($0, due: "another definition's name") }
        let forEach = section.text("forEach", due: "line, or the name of a member of each line")
        let limit = section.integer("limit", in: 1...1_000_000)
        guard let run else { return nil }
        return DefinitionChain(
            run: run, forEach: forEach != nil, item: forEach == "line" ? nil : forEach,
            limit: limit ?? DefinitionChain.usualLimit)
    }

    /// The section at `key` of a definition.
    func section(_ key: String, of top: SettingSection) -> SettingSection {
        SettingSection(
            top.node(key), path: key, schema: "definition.\(key)", fallback: top.origin, reader: top.reader)
    }

    private func selection(_ top: SettingSection) -> JobDefinition.Selection {
        guard let node = top.node("sellers") else { return JobDefinition.Selection() }
        if case .scalar("all", _) = node.value { return JobDefinition.Selection() }
        let section = section("sellers", of: top)
        var selection = JobDefinition.Selection()
        selection.tags = Set(section.texts("tags", due: "tags: [premium]").map(\.text))
        selection.list = Set(section.texts("list", due: "list: [acme]").map(\.text))
        selection.exclude = Set(section.texts("exclude", due: "exclude: [acme]").map(\.text))
        for (text, origin) in section.texts("regions", due: "regions: [EU]") {
            if let region = Region(rawValue: text.uppercased()) {
                selection.regions.insert(region)
            } else {
                top.reader.report(
                    origin, "sellers.regions", "there is no region \(PrintableText.quoted(text))", "write NA, EU or FE")
            }
        }
        return selection
    }
}
