/// What the storage sends of a document, and what goes wrong on the way.
struct DocumentDelivery: Sendable {
    /// Something that goes wrong behind so many bytes.
    enum Mishap: Sendable {
        /// The connection is closed in an orderly way.
        case end(after: Int)
        /// The connection is reset.
        case reset(after: Int)
        /// One byte is another one than it should be.
        case flip(at: Int)
        /// Nothing comes for a while.
        case pause(after: Int, Duration)
    }

    let status: Int
    let fields: [(name: String, value: String)]
    let content: RepeatedBytes
    /// Which of the content's bytes are sent.
    let range: Range<Int>
    var mishap: Mishap?
}
