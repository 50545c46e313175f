import HTTPTypes
package import Hummingbird
import JobModel
import NIOCore

extension Site {
    /// The page in the shell, or its content alone where only that is wanted.
    ///
    /// - Throws: A refusal with status 500 when there is no such template.
    package func reply(_ page: Page, _ context: DashboardContext) throws -> Response {
        let content: [String: Any] = [
            "view": page.view, "pageTemplate": page.template, "csrf": context.session?.csrf ?? "",
            "isOperator": context.visitor?.role.covers(.operator) ?? false,
        ]
        let bytes =
            context.isFragment
            ? library.html("fragment", content)
            // Under a name of its own: what a view leaves out is looked for around it.
            : library.html("shell", content.merging(["frame": frame(page, context)]) { own, _ in own })
        guard let bytes else {
            throw Refusal(.internalServerError, "A page is missing", "There is no template '\(page.template)'.")
        }
        return Response(
            status: page.status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Sends the browser on after something was done, and tells on the next page what became of it.
    ///
    /// - Parameter address: A page of this site.
    package func done(_ notice: Notice, goTo address: String, _ context: DashboardContext) -> Response {
        if let session = context.session { sessions.leave(notice, for: session) }
        return .seeOther(address)
    }

    /// What stands around the content.
    private func frame(_ page: Page, _ context: DashboardContext) -> [String: Any] {
        let links = Section.allCases.map { NavigationLink(section: $0, current: page.section) }
        var frame: [String: Any] = [
            "title": page.title, "links": context.visitor == nil ? [] : links, "version": installation.version,
            "isLive": page.isLive && context.visitor != nil, "canLogOut": context.canLogOut,
            "styles": assets.address(of: "dashboard.css"), "script": assets.address(of: "dashboard.js"),
            "icon": assets.address(of: "icon.svg"),
        ]
        if let visitor = context.visitor { frame["visitor"] = VisitorView(visitor) }
        if let notice = context.session.flatMap(sessions.takeNotice) { frame["notice"] = NoticeView(notice) }
        return frame
    }
}

/// A link of the menu.
private struct NavigationLink {
    let path: String
    let words: String
    let isCurrent: Bool

    init(section: Section, current: Section?) {
        path = section.path
        words = section.title
        isCurrent = section == current
    }
}

/// Who is here, as the shell says it.
private struct VisitorView {
    let name: String
    let role: String

    init(_ visitor: Visitor) {
        name = visitor.name
        role = visitor.role.rawValue
    }
}

/// A notice, as the shell says it.
private struct NoticeView {
    let tone: String
    let word: String
    let text: String

    init(_ notice: Notice) {
        tone = notice.tone.rawValue
        word =
            switch notice.tone {
            case .good: "Done"
            case .warning: "Note"
            case .bad: "Not done"
            }
        text = notice.text
    }
}
