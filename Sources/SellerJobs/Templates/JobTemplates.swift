package import JobModel
import OperationCatalogue
package import Worker

/// Fills in the templates of scheduled jobs at their first run, and checks what comes out as every way in does.
package struct JobTemplates: TemplateFilling {
    /// What a job carries beside its options, so that it can be filled.
    package struct Wish: Sendable, Hashable {
        /// How the definition's jobs follow each other.
        package var cursor: CursorRule?
        /// The definition's zone; `nil` for UTC.
        package var zone: String?

        package init(cursor: CursorRule?, zone: String?) {
            self.cursor = cursor
            self.zone = zone
        }

        /// The options with the wish among them.
        package func added(to options: String) -> String {
            guard case .object(var members)? = try? JSONValue(parsing: options.utf8) else { return options }
            var wish: [String: JSONValue] = [:]
            if let cursor { wish["cursor"] = cursor.json }
            if let zone { wish["zone"] = .string(zone) }
            members[RunTemplate.option] = .object(wish)
            return JSONValue.object(members).text
        }

        /// Takes the wish out of the options again.
        init(takenFrom options: inout String) {
            guard case .object(var members)? = try? JSONValue(parsing: options.utf8),
                let wish = members.removeValue(forKey: RunTemplate.option)
            else { return }
            cursor = wish["cursor"].flatMap { CursorRule($0) }
            zone = wish["zone"]?.string
            options = JSONValue.object(members).text
        }
    }

    private let admissions: KindAdmissions
    private let offset: @Sendable (_ zone: String, Timestamp) -> Duration?

    /// - Parameters:
    ///   - admissions: Checks what was filled in.
    ///   - offset: How far a zone's clocks are ahead of UTC at an instant; `nil` when there is no such zone.
    package init(
        admissions: KindAdmissions, offset: @escaping @Sendable (_ zone: String, Timestamp) -> Duration?
    ) {
        self.admissions = admissions
        self.offset = offset
    }

    private func clock(_ zone: String?) -> (@Sendable (Timestamp) -> Duration)? {
        guard let zone else { return nil }
        let offset = offset
        return { instant in offset(zone, instant) ?? .zero }
    }

    package func fill(_ job: ClaimedJob, now: Timestamp) throws(JobRejection) -> FilledTemplate {
        var options = job.options
        let wish = Wish(takenFrom: &options)
        let template = RunTemplate(cursor: wish.cursor, zone: clock(wish.zone))
        let filled = try template.filled(
            parameters: job.parameters, options: options, body: job.body, output: job.output,
            RunTemplate.Values(
                now: now, cursor: job.schedule?.cursor.flatMap { Timestamp(iso8601: $0) },
                lastSuccess: job.schedule?.lastSuccessAt, scheduledAt: job.schedule?.scheduledAt))
        if filled.isEmpty {
            return FilledTemplate(
                parameters: filled.parameters, options: filled.options, body: filled.body, output: filled.output,
                cursor: nil, isEmpty: true)
        }
        let checked = try admissions.admit(
            JobRequest(
                kind: job.kind, seller: job.authorization?.seller, region: job.authorization?.region,
                operation: job.operation, parameters: filled.parameters, body: filled.body, options: filled.options,
                maxAttempts: job.maxAttempts, output: filled.output),
            now: now
        ).job
        return FilledTemplate(
            parameters: checked.parameters, options: checked.options, body: checked.body, output: checked.output,
            cursor: filled.cursor?.iso8601, isBehind: filled.isBehind)
    }
}
