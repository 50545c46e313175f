import Mustache

/// The templates of all parts, compiled once.
struct TemplateLibrary: Sendable {
    private static let own: [String: [UInt8]] = [
        "shell": PackageResources.shell_mustache, "fragment": PackageResources.fragment_mustache,
        "error_page": PackageResources.error_page_mustache, "time": PackageResources.time_mustache,
        "empty": PackageResources.empty_mustache,
    ]

    /// Says how text is escaped; put before every template. The one that mustache has by itself goes by characters as
    /// people see them, and lets a quotation mark through that has an accent on it.
    private static let escaping = "{{% CONTENT_TYPE:MARKUP}}"
    private static let isKnown: Void = MustacheContentTypes.register(MarkupText(), named: "MARKUP")

    private let library: MustacheLibrary

    /// Compiles the shell's templates and those of the parts.
    ///
    /// - Throws: `DashboardError` for a template that is wrong, and for a name that two have.
    init(_ parts: [[String: [UInt8]]]) throws(DashboardError) {
        _ = Self.isKnown
        var library = MustacheLibrary()
        var names: Set<String> = []
        for (name, bytes) in ([Self.own] + parts).joined() {
            guard names.insert(name).inserted else {
                throw DashboardError(.page, "two templates of the dashboard are named \(name)")
            }
            do { try library.register(Self.escaping + String(decoding: bytes, as: UTF8.self), named: name) } catch {
                throw DashboardError(.page, "the dashboard's template \(name) is wrong: \(error)")
            }
        }
        self.library = library
    }

    /// The template filled in, as bytes of HTML; `nil` when there is no such template.
    func html(_ template: String, _ view: Any) -> [UInt8]? {
        library.render(view, withTemplate: template).map { MarkupBytes.plain(Array($0.utf8)) }
    }
}

/// Text that stands in HTML, between tags or in a quoted attribute.
private struct MarkupText: MustacheContentType {
    func escapeText(_ text: String) -> String { text.escapedForMarkup }
}
