public import Ports

/// A document that is arriving. However large it is, no more than a piece of it is in memory.
public struct DocumentDownload: Sendable {
    /// The type that the storage names, for example `text/plain; charset=Cp1252`. Its charset is the document's.
    public let contentType: String?
    /// The content, inflated if it was compressed. It can be read once, and reading throws `HTTPTransportError` when the
    /// connection breaks off, and when the compressed content contradicts its checksum or ends too early.
    public let body: HTTPBody
}
