/// An object in S3 by its bucket and key: `s3://bucket/reports/2026/7.tsv`.
struct ObjectPlace: Sendable, Hashable, CustomStringConvertible {
    /// What its address begins with.
    static let scheme = "s3://"

    let bucket: String
    /// Without a slash in front.
    let key: String

    init(bucket: String, key: String) {
        self.bucket = bucket
        self.key = key
    }

    /// Reads an address; `nil` when it is none.
    init?(_ text: String) {
        guard text.hasPrefix(Self.scheme) else { return nil }
        let rest = text.dropFirst(Self.scheme.count)
        let bucket = rest.prefix { $0 != "/" }
        let key = rest.dropFirst(bucket.count + 1)
        guard Self.isBucket(String(bucket)), !key.isEmpty, key.utf8.count <= 1024 else { return nil }
        self.init(bucket: String(bucket), key: String(key))
    }

    var description: String { "\(Self.scheme)\(bucket)/\(key)" }

    /// Whether a text may name a bucket: 3 to 63 small letters, digits, dots and hyphens.
    package static func isBucket(_ text: String) -> Bool {
        func isPlain(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) }
        let bytes = Array(text.utf8)
        guard (3...63).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
        return isPlain(first) && isPlain(last) && !text.contains("..")
            && bytes.allSatisfy { isPlain($0) || $0 == 0x2D || $0 == 0x2E }
    }

    /// What a browser or a program is told that the object is, by the ending of its name.
    var contentType: String {
        let ending = key.split(separator: ".").last?.lowercased() ?? ""
        return switch ending {
        case "json": "application/json"
        case "ndjson", "jsonl": "application/x-ndjson"
        case "csv": "text/csv"
        case "tsv", "tab": "text/tab-separated-values"
        case "txt": "text/plain"
        case "xml": "application/xml"
        case "pdf": "application/pdf"
        case "gz": "application/gzip"
        default: "application/octet-stream"
        }
    }
}
