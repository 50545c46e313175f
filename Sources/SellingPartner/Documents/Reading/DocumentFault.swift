/// Why a document cannot be had in the form that was asked for. Never tells its address.
package struct DocumentFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of fault.
    package enum Kind: Sendable, Hashable {
        /// The storage refused one address after the other, as it does when they have lapsed.
        case lapsed
        /// The download broke off again and again.
        case broken
        /// The storage answered with another status than those that are expected.
        case refused(status: Int)
        /// What was given as the document's address is none.
        case notAnAddress
        /// The compressed bytes contradict their checksum or length, end too early, or are followed by others.
        case corrupt
        /// No such charset is known on this machine.
        case unknownCharset
        /// A byte is no text in the document's charset.
        ///
        /// - Parameter offset: Bytes before it, after inflating.
        case malformedText(offset: Int)
        /// The document is to be converted and is no table.
        case notATable
        /// A record of the table cannot be read.
        ///
        /// - Parameter record: Its number; the header is the first.
        case malformedTable(record: Int)
    }

    /// The kind of fault.
    package let kind: Kind
    /// What is wrong and how to put it right.
    package let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// Whether another try, later, may end well.
    package var isPassing: Bool {
        switch kind {
        case .lapsed, .broken, .corrupt: true
        case .refused(let status): status >= 500 || status == 408 || status == 429
        case .notAnAddress, .unknownCharset, .malformedText, .notATable, .malformedTable: false
        }
    }

    package var description: String { message }
}
