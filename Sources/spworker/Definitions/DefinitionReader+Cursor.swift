import JobModel
import OperationCatalogue
import SellerJobs

/// How the jobs of a definition follow each other.
extension DefinitionReader {
    /// Reads `cursor`, or reports what is wrong with it.
    func cursor(_ top: SettingSection, _ job: DefinitionJob?) -> CursorRule? {
        guard top.node("cursor") != nil else {
            if let job, let field = Self.fields(of: job).first(where: { $0.name == .cursor || $0.name == .until }) {
                top.report(
                    "job", "{\(field.text)} needs a cursor",
                    "write cursor: {field: NAME, start: \"{now-30d}\"} beside job")
            }
            return nil
        }
        let known = top.reader.problems.count
        let section = section("cursor", of: top)
        let field = section.text("field", due: "the parameter that says how far a job reaches")
        let until = instant("until", section)
        let start = instant("start", section)
        if section.node("start") == nil {
            section.report("start", "this is missing", "write start: \"{now-30d}\": where a seller begins")
        }
        let lookback = section.duration("lookback") ?? .zero
        let maxWindow = section.duration("maxWindow", atLeast: .seconds(1))
        if let maxWindow, maxWindow <= lookback {
            section.report(
                "maxWindow", "a window no longer than lookback would never get on", "make it longer than lookback")
        }
        if let job { check(field: field, until: until, section, job) }
        if let job, top.reader.problems.count == known,
            !Self.fields(of: job).contains(where: { $0.name == .cursor || $0.name == .until })
        {
            // What the job asks for would not depend on how far the seller has come: after an outage a gap would stay.
            top.report(
                "cursor", "the job does not ask for {cursor}",
                "write \"{cursor}\" where its time range begins, or remove this")
        }
        guard let start else { return nil }
        return CursorRule(field: field, until: until, start: start, lookback: lookback, maxWindow: maxWindow)
    }

    private func check(field: String?, until: String?, _ section: SettingSection, _ job: DefinitionJob) {
        guard let field else {
            if until == nil {
                section.report(
                    "field", "nothing says how far a job reaches",
                    "write field: NAME of the parameter, or until: \"{now-2m}\"")
            }
            return
        }
        guard let value = (job.parameters[field] ?? job.options[field])?.string else {
            section.report(
                "field", "the job has no parameter \(PrintableText.quoted(field))",
                "name the parameter with the end of the time range")
            return
        }
        let only = (try? TemplateText(value))?.only
        guard until == nil else {
            if let only, only.name == .until, only.offset != .zero {
                section.report(
                    "field", "\(PrintableText.key(field)) says how far a job reaches, which {\(only.text)} is not",
                    "write \(PrintableText.key(field)): \"{until}\", and move the instant in until")
            }
            return
        }
        let cure = "write \(PrintableText.key(field)): \"{now-2m}\""
        switch only?.name {
        case .until:
            section.report(
                "field", "{until} is what \(PrintableText.key(field)) is to say, so it cannot say that itself",
                cure + ", or until: \"{now-2m}\" beside field")
        case .cursor:
            // A window that ends in the future would take the cursor past what Amazon can show by then.
            section.report(
                "field", "\(PrintableText.key(field)) is told by the cursor, which it is to move",
                cure + "; maxWindow: 7d keeps a job from covering more than that")
        case let name? where name.isInstant: break
        default: section.report("field", "\(PrintableText.key(field)) is not one instant", cure)
        }
    }

    /// A template of one instant, or an instant.
    private func instant(_ key: String, _ section: SettingSection) -> String? {
        guard let text = section.text(key, due: "an instant such as \"{now-30d}\"") else { return nil }
        if Timestamp(iso8601: text) != nil { return text }
        if let field = (try? TemplateText(text))?.only, [.now, .scheduledAt, .lastSuccess].contains(field.name) {
            return text
        }
        section.report(key, "\(PrintableText.quoted(text)) is no instant", "write \"{now-30d}\" or an ISO 8601 time")
        return nil
    }

    /// Every field in a job's texts.
    static func fields(of job: DefinitionJob) -> [TemplateField] {
        var fields = fields(in: job.parameters) + fields(in: .object(job.options))
        if let body = job.body { fields += (try? TemplateText(body, style: .dollar))?.fields ?? [] }
        if let output = job.output { fields += (try? TemplateText(output))?.fields ?? [] }
        return fields
    }

    private static func fields(in value: JSONValue) -> [TemplateField] {
        switch value {
        case .string(let text): (try? TemplateText(text))?.fields ?? []
        case .array(let items): items.flatMap { fields(in: $0) }
        case .object(let members): members.sorted { $0.key < $1.key }.flatMap { fields(in: $0.value) }
        case .null, .bool, .integer, .number: []
        }
    }
}
