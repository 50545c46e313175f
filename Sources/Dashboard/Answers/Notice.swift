/// What became of something that somebody did, told on the next page.
package struct Notice: Sendable, Hashable {
    /// How it went.
    package enum Tone: String, Sendable, Hashable {
        /// It was done.
        case good
        /// It was done in part, or there is something to know.
        case warning
        /// It was not done.
        case bad
    }

    /// How it went.
    package var tone: Tone
    /// In a sentence.
    package var text: String

    package init(_ tone: Tone, _ text: String) {
        self.tone = tone
        self.text = text
    }
}
