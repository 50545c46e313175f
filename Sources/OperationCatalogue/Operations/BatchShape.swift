/// Where a batch operation has its items, and what became of each.
///
/// Such a call succeeds as a whole, with 200 or 207, while some of its items fail.
package struct BatchShape: Sendable, Hashable {
    /// The member of the body that lists the items; `nil` where the body itself is the list.
    package let itemsField: String?
    /// The member of the answer that lists what became of them, an entry for each; `nil` where the answer itself is the
    /// list.
    package let entriesField: String?
    /// Where an entry has its status, a dotted path: a number as in HTTP, or one of the words `Success`, `ClientError`
    /// and `ServiceError`.
    package let statusField: String
    /// Where an entry says what went wrong, a dotted path: an error or a list of them.
    package let errorsField: String
    /// What tells to which item an entry belongs: the first one names the item, the others tell items of one name
    /// apart.
    package let marks: [Mark]
    /// The most items that one call may have.
    package let mostItems: Int

    /// The same text in an item and in its entry. Entries of failed items may lack it.
    package struct Mark: Sendable, Hashable {
        /// Where the item has it.
        package let item: Place
        /// Where the entry has it, a dotted path.
        package let entry: String

        /// A mark that lies at one place in the item and at another in the entry.
        init(_ item: Place, _ entry: String) {
            self.item = item
            self.entry = entry
        }
    }

    /// Where an item has a text.
    package enum Place: Sendable, Hashable {
        /// At a dotted path.
        case member(String)
        /// In the item's `uri`, percent-encoded: from behind this text to the next of `/`, `?` and `&`.
        case uri(after: String)
    }
}
