import JobModel
import OperationCatalogue
import SellerJobs

/// Fills in what is known of a definition's job when it fires: the seller, the moment that it was due, the environment.
///
/// What only the first run knows, such as `{now}` and `{cursor}`, stays as it is.
struct DefinitionTemplate {
    let seller: DefinitionSeller
    /// The instant that the job was due.
    let scheduledAt: Timestamp
    /// How far the clocks of the definition's zone are ahead of UTC at an instant; `nil` for UTC.
    var zone: (@Sendable (Timestamp) -> Duration)?
    /// What `{env:NAME}` stands for.
    var environment: @Sendable (String) -> String? = { _ in nil }
    /// What `{item}` and `{item:NAME}` stand for, in a job that follows another one.
    var item: @Sendable (String?) -> String? = { _ in nil }

    /// Why no seller's values could be filled in here; `nil` when the text is right.
    ///
    /// - Parameter hasItem: Whether the job follows another one.
    static func flaw(
        in text: String, style: TemplateText.Style = .braces, hasItem: Bool = false
    ) -> TemplateText.Flaw? {
        do throws(TemplateText.Flaw) {
            let template = try TemplateText(text, style: style)
            for field in template.fields {
                if field.name == .marketplaces, template.only == nil || style == .dollar {
                    return TemplateText.Flaw(
                        message: "\(TemplateText.list) is a list, which cannot be part of a text",
                        cure: "let it stand alone")
                }
                if field.name == .item, !hasItem {
                    return TemplateText.Flaw(
                        message: "{\(field.text)} is known only to jobs that follow another one",
                        cure: "use it in a definition that another one runs with 'then'")
                }
                if field.name.isForOutput {
                    return TemplateText.Flaw(
                        message: "{\(field.text)} means something only in output paths",
                        cure: "there are \(TemplateText.known)")
                }
                if field.name == .env, let name = field.argument, SecretName.isLikely(name) {
                    return TemplateText.Flaw(
                        message: "{\(field.text)} looks like a secret, which must not get into a job",
                        cure: "choose another variable; secrets belong into the configuration, as references")
                }
            }
            return nil
        } catch {
            return error
        }
    }

    /// The value with every field in it filled in that is known.
    ///
    /// - Throws: `JobRejection` that names the template.
    func filled(_ value: JSONValue) throws(JobRejection) -> JSONValue {
        switch value {
        case .string(let text):
            if text == TemplateText.list { return .array(seller.marketplaces.map { .string($0.id) }) }
            return .string(try filled(text))
        case .array(let items):
            var filledItems: [JSONValue] = []
            for item in items { filledItems.append(try filled(item)) }
            return .array(filledItems)
        case .object(let members):
            var filledMembers: [String: JSONValue] = [:]
            for (key, member) in members { filledMembers[key] = try filled(member) }
            return .object(filledMembers)
        case .null, .bool, .integer, .number:
            return value
        }
    }

    /// The text with every field in it filled in that is known.
    func filled(_ text: String, style: TemplateText.Style = .braces) throws(JobRejection) -> String {
        let template = try Self.template(text, style)
        return try template.filled { field throws(JobRejection) in try self.value(of: field) }
    }

    /// An output path with the fields filled in that only the definition knows; the others are filled in when the result
    /// is written. Whatever is filled in cannot change the path's shape.
    func filledOutput(_ text: String) throws(JobRejection) -> String {
        let template = try Self.template(text, .braces)
        return try template.filled { field throws(JobRejection) in
            switch field.name {
            case .date where zone == nil && field.offset == .zero: return nil
            case .date, .scheduledAt, .tag, .env, .item:
                return try self.value(of: field)?.map {
                    $0.isLetter || $0.isNumber || "-_.".contains($0) ? "\($0)" : "_"
                }
                .joined()
            default: return nil
            }
        }
    }

    /// An output path in which what only definitions know is replaced by a letter, so that it can be checked.
    static func outputShape(_ text: String) -> String {
        guard let template = try? TemplateText(text),
            let shape = try? template.filled({ field throws(JobRejection) in
                switch field.name {
                case .date where field.offset == .zero && field.form == nil: return nil
                case .date, .scheduledAt, .now, .tag, .env, .item: return "x"
                default: return nil
                }
            })
        else { return text }
        return shape
    }

    private static func template(_ text: String, _ style: TemplateText.Style) throws(JobRejection) -> TemplateText {
        do throws(TemplateText.Flaw) {
            return try TemplateText(text, style: style)
        } catch {
            throw JobRejection("\(error.message); \(error.cure).")
        }
    }

    private func value(of field: TemplateField) throws(JobRejection) -> String? {
        switch field.name {
        case .seller: return seller.id
        case .region: return seller.region.rawValue
        case .application: return seller.application
        case .scheduledAt, .date: return field.written(scheduledAt) { self.zone?($0) ?? .zero }
        case .marketplace:
            guard let first = seller.marketplaces.first else {
                throw JobRejection(
                    "{marketplace} needs marketplaces of the seller '\(seller.id)' in the configuration.")
            }
            return first.id
        case .marketplaces:
            throw JobRejection("\(TemplateText.list) is a list, which cannot be part of a text; let it stand alone.")
        case .tag: return try plain(tag(field.argument ?? ""), field)
        case .env:
            guard let value = environment(field.argument ?? "") else {
                throw JobRejection("{\(field.text)}: the environment variable \(field.argument ?? "") is not set.")
            }
            guard !PrintableText.looksSecret(value) else {
                throw JobRejection("{\(field.text)} holds a secret, which must not get into a job.")
            }
            return try plain(value, field)
        case .item:
            guard let value = item(field.argument) else {
                throw JobRejection("{\(field.text)} is not in the result that the job follows.")
            }
            return try plain(value, field)
        case .now, .cursor, .lastSuccess, .until, .job, .run, .operation, .type: return nil
        }
    }

    /// What a tag such as `shop=berlin` says of `shop`.
    private func tag(_ name: String) throws(JobRejection) -> String {
        for tag in seller.tags {
            guard let equals = tag.firstIndex(of: "="), tag[..<equals] == name else { continue }
            return String(tag[tag.index(after: equals)...])
        }
        throw JobRejection("{tag:\(name)} needs a tag '\(name)=...' of the seller '\(seller.id)'.")
    }

    /// A value that a later filling cannot take for a template.
    private func plain(_ value: String, _ field: TemplateField) throws(JobRejection) -> String {
        guard !value.contains("{"), !value.contains("}") else {
            throw JobRejection("{\(field.text)} stands for a text with braces, which cannot be filled in.")
        }
        return value
    }
}
