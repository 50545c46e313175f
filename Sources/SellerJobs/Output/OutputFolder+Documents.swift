package import SellingPartner

/// A document that lies in the output folder.
package struct StoredDocument: Sendable, Hashable {
    /// What it came to.
    package let figures: DocumentFigures
    /// The SHA-256 of the file, in hexadecimal.
    package let sha256: String
    /// Where it is found, as results tell it.
    package let path: String
}

extension OutputFolder {
    /// Fetches a document into a file, brings it to the disk and gives it its name. Nothing of it is checkpointed: after a
    /// crash it is fetched again.
    ///
    /// - Parameters:
    ///   - fetch: How it is fetched, and in which form.
    ///   - relativePath: The file's path in this folder.
    ///   - unique: Tells the temporary file from those of others with the same path.
    ///   - address: Gives the document's address; see `DocumentFetch`.
    /// - Throws: `DocumentFault`; an error that tells why the file cannot be written; what `address` throws. Nothing is left
    ///   behind.
    package func store(
        _ fetch: DocumentFetch, at relativePath: String, unique: String,
        address: @escaping @Sendable (_ refusals: Int) async throws -> DocumentAddress
    ) async throws -> StoredDocument {
        let file = try await begin(relativePath, unique: unique)
        do {
            let figures = try await fetch.run(address: address) {
                try await file.restart()
            } write: { piece in
                try await file.append(piece)
            }
            let sha256 = try await file.seal()
            return StoredDocument(figures: figures, sha256: sha256, path: try await file.publish())
        } catch {
            await file.abandon()
            throw error
        }
    }
}
