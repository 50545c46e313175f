/// A line of the catalogue's text that cannot be read: the text and its reader do not fit together, which only a change
/// of the project itself can cause.
package struct CatalogueTextError: Error, Hashable, CustomStringConvertible {
    /// The number of the line, from 1.
    package let line: Int
    /// What is wrong with it.
    package let reason: String

    package var description: String { "line \(line) of the catalogue cannot be read: \(reason)" }
}

/// The reason why a piece of the catalogue's text cannot be read, before it is known where it stands.
package struct UnreadableText: Error, Hashable {
    /// What is wrong.
    package let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
