package import Hummingbird
import NIOCore

/// What is known of a request while it is answered.
package struct DashboardContext: RequestContext {
    /// The largest body that a form may have.
    static let largestForm = 256 << 10

    package var coreContext: CoreRequestContextStorage
    /// The address that the connection comes from.
    package let peer: String
    /// Who it comes from; `nil` before that is known, and for those who have not logged in.
    package internal(set) var visitor: Visitor?
    /// The session; `nil` for programs with a bearer token.
    package internal(set) var session: Session?
    /// What was sent with a form; empty for everything else.
    package internal(set) var form = FormValues()
    /// Whether only the page's content is wanted, by a page that shows the rest already.
    package internal(set) var isFragment = false
    /// Whether the visitor can leave, having logged in.
    var canLogOut = false

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    /// The most bytes that a body of the API may have.
    package var maxUploadSize: Int { 1 << 20 }

    /// The visitor, where only those come who are known.
    ///
    /// - Throws: A refusal with status 401.
    package func knownVisitor() throws -> Visitor {
        guard let visitor else { throw Refusal.unknownVisitor }
        return visitor
    }

    /// The visitor, for what operators alone may do.
    ///
    /// - Throws: A refusal with status 401 or 403.
    package func operatingVisitor() throws -> Visitor {
        let visitor = try knownVisitor()
        guard visitor.role.covers(.operator) else { throw Refusal.readersOnly }
        return visitor
    }
}
