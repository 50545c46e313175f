import JobModel
import JobStore
import Overview

extension EventLine {
    /// The line, coloured where the console shows colours.
    func text(_ console: Console) -> String {
        let time = console.styled(event.at.iso8601, .faint)
        // As wide as the longest kind, so that lines that come one by one stand below one another.
        let kind = event.kind.plain.padded(to: "applicationSuspected".count)
        let word = style.map { console.styled(kind, $0) } ?? kind
        let reason = event.text.map { ": \($0.plain)" } ?? ""
        let by = actor.map { console.styled(" (by \($0.plain))", .faint) } ?? ""
        return "\(time)  \(word)  \(subject.plain)\(reason)\(by)"
    }
}
