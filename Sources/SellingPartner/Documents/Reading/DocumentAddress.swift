package import Secrets

/// Where a document can be fetched for a few minutes.
package struct DocumentAddress: Sendable {
    /// The presigned URL. Whoever has it can read the document.
    package let url: Secret
    /// The compression that Amazon names, if any. The bytes themselves tell whether they are compressed.
    package let compression: String?

    /// Names an address.
    package init(url: Secret, compression: String? = nil) {
        self.url = url
        self.compression = compression
    }
}
