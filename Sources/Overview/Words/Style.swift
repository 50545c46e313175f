/// Looks by meaning: a command shows them as colours, a page as classes.
package enum Style: String, Sendable, Hashable, CaseIterable {
    case bold, faint, good, warning, bad, accent
}
