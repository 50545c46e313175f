import JobModel
import OperationCatalogue
import SellerJobs
import SellingPartner

/// Reads one file of the folder `jobs/`, strictly: whatever it does not know or cannot do yet is a problem with its line.
struct DefinitionReader {
    /// Keys of the format whose feature is not there yet, with what to do instead.
    private static let later = ["schedule", "every", "timezone", "missed", "overlap", "jitter", "cursor"]

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
        for key in Self.later where top.node(key) != nil {
            top.report(
                key, "\(key) is not available in this version",
                "remove it and run the definition with 'spworker schedules run'")
        }
        let definition = definition(top, node, start)
        guard reader.problems.isEmpty, let definition else { throw ConfigurationError(reader.problems) }
        return definition
    }

    private func definition(_ top: SettingSection, _ node: SettingNode?, _ start: SettingOrigin) -> JobDefinition? {
        let name = top.identifier("name", of: "definition")
        let selection = selection(top)
        let retry = section("retry", of: top)
        for key in ["backoff", "maxBackoff"] where retry.node(key) != nil {
            retry.report(key, "\(key) is not available in this version", "remove it")
        }
        let maxAttempts = retry.integer("maxAttempts", in: 1...1000) ?? NewJob.defaultMaxAttempts
        guard top.node("job") != nil else {
            top.report("job", "this is missing", "write job: {operation: FAMILY.OPERATION}")
            return nil
        }
        let job = section("job", of: top)
        if let kind = job.text("kind"), kind != "request" {
            job.report("kind", "\(kind) is not available in this version", "write kind: request")
        }
        let operation = job.required("operation", "sellers.getMarketplaceParticipations") { key in
            job.text(key, due: "an operation's name")
        }
        let readsAllPages = job.flag("allPages") ?? false
        let dataElements = job.texts("dataElements", due: "dataElements: [\(DataElements.all.joined(separator: ", "))]")
            .map(\.text)
        if let operation {
            do throws(UnknownOperation) {
                let known = try OperationCatalogue.builtIn.operation(named: operation)
                if readsAllPages, known.pagination == nil || known.repetition != .safe {
                    job.report(
                        "allPages", "\(known.name) has no pages that can be read one after the other", "remove it")
                }
                if let problem = DataElements.problem(dataElements, of: known) {
                    job.report(
                        "dataElements", problem, "'spworker operations show \(known.name)' tells which there are")
                }
            } catch {
                job.report("operation", error.description, "'spworker operations list' shows all")
            }
        }
        let parameters = parameters(job)
        let output = job.text("output")
        if let output {
            do throws(JobRejection) { _ = try OutputTemplate(output) } catch {
                for problem in error.problems {
                    job.report("output", problem.hasSuffix(".") ? String(problem.dropLast()) : problem, "correct it")
                }
            }
        }
        guard let name, let operation else { return nil }
        return JobDefinition(
            name: name, origin: start, sellers: selection, operation: operation, parameters: parameters,
            body: job.text("body"), readsAllPages: readsAllPages, dataElements: dataElements, output: output,
            priority: job.integer("priority", in: 0...9) ?? NewJob.defaultPriority,
            maxAttempts: maxAttempts)
    }

    private func section(_ key: String, of top: SettingSection) -> SettingSection {
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

    // MARK: Parameters

    private func parameters(_ job: SettingSection) -> JSONValue {
        guard let node = job.node("params") else { return .object([:]) }
        guard case .map(let entries) = node.value else {
            job.report("params", "a map of parameters is due here, not \(node.summary)", "write params: {name: value}")
            return .object([:])
        }
        return object(entries, job.path(of: "params"), job.reader)
    }

    private func object(_ entries: [SettingNode.Entry], _ path: String, _ reader: SettingReader) -> JSONValue {
        let members = entries.map { ($0.key, json($0.node, "\(path).\(PrintableText.key($0.key))", reader)) }
        return .object(Dictionary(members) { _, last in last })
    }

    /// A parameter's value as JSON: texts stay texts, because the catalogue knows which of them are numbers.
    private func json(_ node: SettingNode, _ path: String, _ reader: SettingReader) -> JSONValue {
        switch node.value {
        case .scalar where node.isNull:
            return .null
        case .scalar(let text, _):
            if let flaw = DefinitionTemplate.flaw(in: text) {
                reader.report(node.origin, path, flaw.message, flaw.cure)
            }
            return .string(text)
        case .list(let items):
            return .array(items.map { json($0, path, reader) })
        case .map(let entries):
            if let template = node.unquotedTemplate {
                reader.report(unquoted: template, at: node.origin, path: path)
            }
            return object(entries, path, reader)
        }
    }
}
