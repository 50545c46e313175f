/// A document that a seller uploads, or is to upload, for a feed.
struct FeedUpload: Sendable {
    /// What ids begin with.
    static let prefix = "amzn1.tortuga.4."
    /// A document that every seller has uploaded, for a client that only wants to make a feed. It holds an empty
    /// object.
    static let sample = prefix + "na.sample"

    let id: String
    /// Whose it is: the seller's place in the world.
    let seller: Int
    /// What the upload must call itself, to the letter.
    let contentType: String
    /// What was uploaded last; `nil` before.
    var content: FeedContent?
    /// The bytes, as long as there is room for them.
    var bytes: [UInt8]?
}
