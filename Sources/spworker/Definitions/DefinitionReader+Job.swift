import JobModel
import OperationCatalogue
import SellerJobs
import SellingPartner

/// The job of a definition.
extension DefinitionReader {
    /// What belongs to the kinds: the key that names what is asked for, and the keys that become the job's options.
    private struct Kind {
        let target: String?
        let example: String
        let flags: [String]
        let options: [String]
    }

    /// How documents are written, for the kinds that bring one back.
    private static let document = ["charset", "malformed", "encoding", "convert"]

    private static let kinds: [String: Kind] = [
        "request": Kind(
            target: "operation", example: "sellers.getMarketplaceParticipations", flags: ["allPages"],
            options: ["dataElements", "timeout"]),
        "report": Kind(
            target: "type", example: "GET_MERCHANT_LISTINGS_ALL_DATA", flags: ["emptyFails"],
            options: ["marketplaces", "from", "to", "reportOptions", "reuse", "timeout"] + document),
        "feed": Kind(
            target: "type", example: "JSON_LISTINGS_FEED", flags: [],
            options: ["file", "marketplaces", "feedOptions", "contentType", "timeout"] + document),
        "query": Kind(target: nil, example: "", flags: [], options: ["timeout"] + document),
    ]

    /// Keys that every kind knows.
    private static let common = ["kind", "output", "priority", "deadline"]
    /// Keys that only one kind knows, beside its options.
    private static let own = ["request": ["params", "body"], "query": ["query", "file"]]

    /// The names of the kinds, in the order in which they are told.
    static let kindNames = ["request", "report", "feed", "query"]

    /// Every key that some kind's job may have.
    static let jobKeys: [String] = {
        var keys = common
        for name in kindNames {
            guard let kind = kinds[name] else { continue }
            let more = (kind.target.map { [$0] } ?? []) + kind.flags + kind.options + (own[name] ?? [])
            for key in more where !keys.contains(key) { keys.append(key) }
        }
        return keys
    }()

    /// Reads the job, or reports why not.
    func job(_ top: SettingSection) -> DefinitionJob? {
        let retry = section("retry", of: top)
        let maxAttempts = retry.integer("maxAttempts", in: 1...1000) ?? NewJob.defaultMaxAttempts
        guard top.node("job") != nil else {
            top.report("job", "this is missing", "write job: {operation: FAMILY.OPERATION}")
            return nil
        }
        let job = section("job", of: top)
        let name = job.text("kind") ?? "request"
        guard let kind = Self.kinds[name] else {
            job.report(
                "kind", "there is no kind \(PrintableText.quoted(name))",
                "write \(Self.kindNames.dropLast().joined(separator: ", ")) or \(Self.kindNames.last ?? "")")
            return nil
        }
        reportStrangers(job, name, kind)
        var target: String? = ""
        if let key = kind.target {
            target = job.required(key, kind.example) { job.text($0, due: "a name such as \(kind.example)") }
        }
        var options = Self.retryOptions(retry)
        for key in kind.options where job.node(key) != nil { options[key] = option(key, job) }
        for key in kind.flags { if let flag = job.flag(key) { options[key] = .bool(flag) } }
        if name == "request", let target { check(operation: target, job, options) }
        let output = output(job)
        let body = name == "query" ? query(job) : job.text("body", due: "a JSON text").map { checked($0, "body", job) }
        let parameters = parameters(job)
        guard let target else { return nil }
        return DefinitionJob(
            kind: name, target: target, parameters: parameters, options: options, body: body, output: output,
            priority: job.integer("priority", in: 0...9) ?? NewJob.defaultPriority, maxAttempts: maxAttempts,
            deadline: job.duration("deadline", atLeast: .seconds(1)))
    }

    /// Keys of other kinds, which the schema lets through.
    private func reportStrangers(_ job: SettingSection, _ name: String, _ kind: Kind) {
        let known = Set(
            Self.common + kind.flags + kind.options + (kind.target.map { [$0] } ?? []) + (Self.own[name] ?? []))
        for key in Self.jobKeys where !known.contains(key) && job.node(key) != nil {
            let hint = key == "operation" || key == "type" ? kind.target.map { "write \($0)" } : nil
            job.report(key, "\(key) does not belong to a \(name)", hint ?? "remove it")
        }
    }

    private static func retryOptions(_ retry: SettingSection) -> [String: JSONValue] {
        var options: [String: JSONValue] = [:]
        for key in ["backoff", "maxBackoff"] {
            if let pause = retry.duration(key, atLeast: .milliseconds(1)) {
                options[key] = .string(DurationText.text(pause))
            }
        }
        return options
    }

    private func option(_ key: String, _ job: SettingSection) -> JSONValue {
        guard let node = job.node(key) else { return .null }
        return json(node, job.path(of: key), job.reader)
    }

    private func check(operation: String, _ job: SettingSection, _ options: [String: JSONValue]) {
        do throws(UnknownOperation) {
            let known = try OperationCatalogue.builtIn.operation(named: operation)
            if options["allPages"] == .bool(true), known.pagination == nil || known.repetition != .safe {
                job.report("allPages", "\(known.name) has no pages that can be read one after the other", "remove it")
            }
            let elements = job.texts(
                "dataElements", due: "dataElements: [\(DataElements.all.joined(separator: ", "))]")
            if let problem = DataElements.problem(elements.map(\.text), of: known) {
                job.report("dataElements", problem, "'spworker operations show \(known.name)' tells which there are")
            }
        } catch {
            job.report("operation", error.description, "'spworker operations list' shows all")
        }
    }

    private func output(_ job: SettingSection) -> String? {
        guard let output = job.text("output") else { return nil }
        do throws(JobRejection) {
            _ = try OutputTemplate(DefinitionTemplate.outputShape(output))
        } catch {
            for problem in error.problems {
                job.report("output", problem.hasSuffix(".") ? String(problem.dropLast()) : problem, "correct it")
            }
        }
        return output
    }

    /// The text of a query: in the definition, or in a file beside it.
    private func query(_ job: SettingSection) -> String? {
        if job.node("query") != nil, job.node("file") != nil {
            job.report("file", "query says already what to ask", "remove one of them")
            return nil
        }
        if let file = job.text("file", due: "the path of a .graphql file") {
            guard let text = read(file) else {
                job.report("file", "\(PrintableText.path(file)) cannot be read as UTF-8 text", "correct the path")
                return nil
            }
            return checked(text, "file", job)
        }
        let text = job.value("query", due: "a GraphQL text") { $0.isEmpty ? nil : $0 }
        if job.node("query") == nil {
            job.report("query", "this is missing", "write query: \"...\" or file: NAME.graphql")
        }
        return text.map { checked($0, "query", job) }
    }

    private func checked(_ text: String, _ key: String, _ job: SettingSection) -> String {
        if let flaw = DefinitionTemplate.flaw(in: text, style: .dollar, hasItem: true) {
            job.report(key, flaw.message, flaw.cure)
        }
        return text
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

    /// A value as JSON: texts stay texts, because the catalogue knows which of them are numbers.
    private func json(_ node: SettingNode, _ path: String, _ reader: SettingReader) -> JSONValue {
        switch node.value {
        case .scalar where node.isNull:
            return .null
        case .scalar(let text, _):
            if let flaw = DefinitionTemplate.flaw(in: text, hasItem: true) {
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
