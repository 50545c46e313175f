package import JobModel

/// What stands between the braces of a template: `seller`, `now-2m`, `cursor|date`, `tag:shop`.
package struct TemplateField: Sendable, Hashable {
    /// What a field is about.
    package enum Name: String, Sendable, CaseIterable {
        // Known when a definition fires.
        case seller, region, application, marketplace, marketplaces, date, scheduledAt, tag, env
        // Known when the job first runs.
        case now, cursor, lastSuccess, until
        // Known when an earlier job has ended.
        case item
        // Known when the result is written; only in output paths.
        case job, run, operation, type
    }

    /// How an instant is written.
    package enum Form: String, Sendable {
        /// `2026-02-01`.
        case date
        /// `2026-02-01T12:00:00Z`.
        case datetime
    }

    /// What it is about.
    package let name: Name
    /// What follows the colon of `tag:`, `env:` and `item:`.
    package let argument: String?
    /// How far the instant lies from the one that is named.
    package let offset: Duration
    /// How the instant is written; `nil` for ISO 8601 with milliseconds, and for `date` as a date.
    package let form: Form?
    /// The field as it was written, without its braces.
    package let text: String

    /// Reads what stands between braces; `nil` when it is no field.
    package init?(_ text: String) {
        self.text = text
        var rest = text[...]
        var form: Form?
        if let bar = rest.firstIndex(of: "|") {
            guard let known = Form(rawValue: String(rest[rest.index(after: bar)...])) else { return nil }
            form = known
            rest = rest[..<bar]
        }
        var argument: String?
        if let colon = rest.firstIndex(of: ":") {
            argument = String(rest[rest.index(after: colon)...])
            rest = rest[..<colon]
        }
        let word = rest.prefix { $0.isLetter }
        guard let name = Name(rawValue: String(word)) else { return nil }
        rest = rest.dropFirst(word.count)
        var offset = Duration.zero
        if let sign = rest.first {
            guard name.isInstant, sign == "-" || sign == "+", let distance = Duration(text: String(rest.dropFirst()))
            else { return nil }
            offset = sign == "-" ? .zero - distance : distance
        }
        guard form == nil || name.isInstant, (argument != nil) == name.takesArgument || name == .item,
            argument?.isEmpty != true
        else { return nil }
        self.name = name
        self.argument = argument
        self.offset = offset
        self.form = form
    }

    /// The instant as the field wants it, when it names `instant`.
    ///
    /// - Parameter zone: How far the clocks of the definition's zone are ahead of UTC at an instant; dates are dates there.
    package func written(_ instant: Timestamp, zone: (Timestamp) -> Duration = { _ in .zero }) -> String {
        let instant = instant + offset
        switch form ?? (name == .date ? .date : nil) {
        case .date: return String((instant + zone(instant)).iso8601.prefix(10))
        case .datetime: return String(instant.iso8601.prefix(19)) + "Z"
        case nil: return instant.iso8601
        }
    }
}

extension TemplateField.Name {
    /// Whether it stands for an instant, which may be moved and written in several ways.
    package var isInstant: Bool { [.date, .scheduledAt, .now, .cursor, .lastSuccess, .until].contains(self) }

    /// Whether only the job's first run can know it.
    package var waitsForRun: Bool { [.now, .cursor, .lastSuccess, .until].contains(self) }

    /// Whether it means something in output paths alone.
    package var isForOutput: Bool { [.job, .run, .operation, .type].contains(self) }

    /// Whether a colon and a word must follow.
    var takesArgument: Bool { self == .tag || self == .env }
}
