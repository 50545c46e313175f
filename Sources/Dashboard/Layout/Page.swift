package import HTTPTypes

/// A page to be shown.
package struct Page {
    /// What the browser's tab says, and the heading unless the template has one of its own.
    package var title: String
    /// Where in the menu it belongs; `nil` for pages beside it.
    package var section: Section?
    /// The template of its content.
    package var template: String
    /// What the template shows: a struct, or a dictionary. `isOperator`, `csrf` and `now` are there beside it.
    package var view: Any
    /// The status of the answer.
    package var status: HTTPTypes.HTTPResponse.Status
    /// Whether it follows what happens while somebody looks at it.
    package var isLive: Bool

    package init(
        _ title: String, in section: Section? = nil, template: String, view: Any,
        status: HTTPTypes.HTTPResponse.Status = .ok, isLive: Bool = true
    ) {
        self.title = title
        self.section = section
        self.template = template
        self.view = view
        self.status = status
        self.isLive = isLive
    }
}
