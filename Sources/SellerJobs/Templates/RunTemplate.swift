package import JobModel
import OperationCatalogue

/// Fills in what only the first run of a scheduled job knows: the present, and how far the seller has been synced. Pure.
///
/// What it makes of a job is kept with the job, so that a later run asks for the very same thing.
package struct RunTemplate: Sendable {
    /// What a run knows.
    package struct Values: Sendable {
        package var now: Timestamp
        /// How far the seller has been synced; `nil` when nothing has succeeded yet.
        package var cursor: Timestamp?
        /// When the last success of the definition for the seller was due.
        package var lastSuccess: Timestamp?
        /// The instant for which the job was put in; `nil` for the present.
        package var scheduledAt: Timestamp?

        package init(
            now: Timestamp, cursor: Timestamp? = nil, lastSuccess: Timestamp? = nil, scheduledAt: Timestamp? = nil
        ) {
            self.now = now
            self.cursor = cursor
            self.lastSuccess = lastSuccess
            self.scheduledAt = scheduledAt
        }
    }

    /// A request with everything filled in.
    package struct Filled: Sendable, Hashable {
        package var parameters: String
        package var options: String
        package var body: String?
        package var output: String?
        /// How far the seller has been synced once the job has succeeded.
        package var cursor: Timestamp?
        /// Whether the window was cut short: more is left for the next job.
        package var isBehind = false
        /// Whether there is nothing to ask for: the seller has been synced that far already.
        package var isEmpty = false
    }

    /// The name of the option under which a job carries what its filling takes.
    package static let option = "template"

    private let cursor: CursorRule?
    private let zone: (@Sendable (Timestamp) -> Duration)?

    /// - Parameters:
    ///   - cursor: How the definition's jobs follow each other.
    ///   - zone: How far the clocks of the definition's zone are ahead of UTC at an instant.
    package init(cursor: CursorRule?, zone: (@Sendable (Timestamp) -> Duration)? = nil) {
        self.cursor = cursor
        self.zone = zone
    }

    /// Fills in a request.
    ///
    /// - Parameters:
    ///   - parameters: A JSON object with templates in its texts.
    ///   - options: A JSON object with templates in its texts.
    /// - Throws: `JobRejection` that names the template.
    package func filled(
        parameters: String, options: String, body: String?, output: String?, _ values: Values
    ) throws(JobRejection) -> Filled {
        var parameters = try object(parameters, "parameters")
        var options = try object(options, "options")
        var window: Window?
        if let cursor { window = try self.window(cursor, parameters, options, values) }
        if let window, let field = cursor?.field, let text = window.text {
            if parameters[field] != nil { parameters[field] = .string(text) } else { options[field] = .string(text) }
        }
        let value = { (field: TemplateField) throws(JobRejection) -> String? in
            try self.value(of: field, values, window)
        }
        var filled = Filled(
            parameters: try Self.filled(.object(parameters), value).text,
            options: try Self.filled(.object(options), value).text,
            body: try body.map { text throws(JobRejection) in try Self.filled(text, .dollar, value) },
            output: try output.map { text throws(JobRejection) in try Self.filled(text, .braces, value) })
        if let window {
            filled.cursor = window.until
            filled.isBehind = window.isCut
            filled.isEmpty = window.until <= window.from
        }
        return filled
    }

    /// The time that one job covers.
    private struct Window {
        let from: Timestamp
        let until: Timestamp
        let isCut: Bool
        /// What the cursor's field says.
        let text: String?
    }

    private func window(
        _ rule: CursorRule, _ parameters: [String: JSONValue], _ options: [String: JSONValue], _ values: Values
    ) throws(JobRejection) -> Window {
        let reached: Timestamp
        if let cursor = values.cursor {
            reached = cursor
        } else {
            reached = try instant(rule.start, "cursor.start", values)
        }
        let from = reached + (.zero - rule.lookback)
        let named = rule.field.flatMap { (parameters[$0] ?? options[$0])?.string }
        guard let source = rule.until ?? named else {
            throw JobRejection("The cursor's field '\(rule.field ?? "")' is not among the job's parameters.")
        }
        let wanted = try instant(source, rule.field ?? "cursor.until", values)
        let limit = rule.maxWindow.map { from + $0 }
        var until = limit.map { min($0, wanted) } ?? wanted
        let isCut = until < wanted
        var text: String?
        if let named {
            let written = Self.text(until, (try? TemplateText(named))?.only)
            // A date says less than the instant it stands for: the next window begins where the text ends.
            until = Timestamp(iso8601: written) ?? until
            text = written
        }
        // A success that left the cursor where it is would call for the very same job at once, without end.
        guard !isCut || until > reached else {
            throw JobRejection(
                "The cursor's maxWindow reaches no further than lookback and what its field can tell apart: make it longer, "
                    + "or leave '|date' out.")
        }
        return Window(from: from, until: until, isCut: isCut, text: text)
    }

    /// The instant as the field would write it, were it to name exactly that one.
    private static func text(_ instant: Timestamp, _ field: TemplateField?) -> String {
        guard let form = field?.form, let plain = TemplateField("until|\(form.rawValue)") else {
            return instant.iso8601
        }
        return plain.written(instant)
    }

    private func instant(_ text: String, _ what: String, _ values: Values) throws(JobRejection) -> Timestamp {
        let filled = try Self.filled(text, .braces) { field throws(JobRejection) in
            try self.value(of: field, values, nil)
        }
        guard let instant = Timestamp(iso8601: filled) else {
            throw JobRejection("\(what) is '\(filled)', which is no instant. Write \"{now-2m}\" or an ISO 8601 time.")
        }
        return instant
    }

    private func value(of field: TemplateField, _ values: Values, _ window: Window?) throws(JobRejection) -> String? {
        let zone = { (instant: Timestamp) -> Duration in self.zone?(instant) ?? .zero }
        switch field.name {
        case .now: return field.written(values.now, zone: zone)
        case .cursor:
            guard let window else { throw JobRejection("{\(field.text)} needs a 'cursor' in the definition.") }
            return field.written(window.from, zone: zone)
        case .until:
            guard let window else { throw JobRejection("{\(field.text)} needs a 'cursor' in the definition.") }
            return field.written(window.until, zone: zone)
        case .lastSuccess:
            // Before the first success there is none; the present asks for nothing old.
            return field.written(values.lastSuccess ?? values.now, zone: zone)
        case .scheduledAt:
            // In what a job asks for it was filled in when the job was made; the cursor's rule is read only now.
            return field.written(values.scheduledAt ?? values.now, zone: zone)
        default: return nil
        }
    }

    // MARK: JSON

    private func object(_ text: String, _ what: String) throws(JobRejection) -> [String: JSONValue] {
        guard let value = try? JSONValue(parsing: text.utf8), case .object(let members) = value else {
            throw JobRejection("The \(what) must be a JSON object.")
        }
        return members
    }

    private typealias Lookup = (TemplateField) throws(JobRejection) -> String?

    private static func filled(_ value: JSONValue, _ lookup: Lookup) throws(JobRejection) -> JSONValue {
        switch value {
        case .string(let text): return .string(try filled(text, .braces, lookup))
        case .array(let items):
            var filledItems: [JSONValue] = []
            for item in items { filledItems.append(try filled(item, lookup)) }
            return .array(filledItems)
        case .object(let members):
            var filledMembers: [String: JSONValue] = [:]
            for (key, member) in members { filledMembers[key] = try filled(member, lookup) }
            return .object(filledMembers)
        case .null, .bool, .integer, .number: return value
        }
    }

    private static func filled(
        _ text: String, _ style: TemplateText.Style, _ lookup: Lookup
    ) throws(JobRejection) -> String {
        // What is no template at this point was put in by a seller's own values and stays.
        guard let template = try? TemplateText(text, style: style) else { return text }
        return try template.filled(lookup)
    }
}
