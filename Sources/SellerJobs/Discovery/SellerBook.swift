/// Who is served, as far as it may change while the worker runs.
package protocol SellerBook: Sendable {
    /// Where sellers are listed.
    var sources: [SellerSource] { get }
    /// The files that name sellers.
    var files: Set<String> { get }

    /// Reads the files and brings everybody together.
    ///
    /// - Parameter names: What was found in the places.
    /// - Throws: An error that says what is wrong in the files. The sellers should stay as they are then.
    func roll(_ names: [SellerSource: [String]]) async throws -> SellerRoll
}

/// Everybody who is served.
package struct SellerRoll: Sendable {
    /// The sellers.
    package var directory: SellerDirectory
    /// Why names in places of sellers are left out, each as a sentence without a full stop.
    package var flaws: [String]
    /// How many names in places of sellers are no sellers' by the way they are written.
    package var strangers: Int

    /// Creates a roll.
    package init(directory: SellerDirectory, flaws: [String] = [], strangers: Int = 0) {
        self.directory = directory
        self.flaws = flaws
        self.strangers = strangers
    }
}
