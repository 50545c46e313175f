import Synchronization

/// The last readings of files that hold many secrets, so that a thousand references to one file do not have it parsed a
/// thousand times: with 2,000 sellers in one file that alone took 25 s.
///
/// A reading is used only while the file holds the very same bytes.
final class ReadFiles: Sendable {
    private struct Reading: Sendable {
        let bytes: [UInt8]
        let document: SecretDocument
    }

    /// How many files are remembered; beyond that all are forgotten and the next ones begin anew.
    private static let limit = 16
    /// Smaller files are parsed faster than they are worth remembering.
    private static let smallest = 512

    private let readings = Mutex<[String: Reading]>([:])

    /// The content of the file, for the reference.
    ///
    /// - Throws: `SecretError` when the file is no text.
    func document(_ file: SecureFile, path: String, reference: String) throws(SecretError) -> SecretDocument {
        if let known = readings.withLock({ $0[path] }), known.bytes == file.bytes {
            return known.document.named(reference)
        }
        var document = SecretDocument(
            text: try file.text(reference: reference), format: .init(path: path), reference: reference)
        guard file.bytes.count >= Self.smallest else { return document }
        document.readAhead()
        let reading = Reading(bytes: file.bytes, document: document)
        readings.withLock { readings in
            if readings.count >= Self.limit { readings = [:] }
            readings[path] = reading
        }
        return document
    }
}
