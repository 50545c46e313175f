/// The address of a document in the storage, valid for a while and for one method, as a presigned one of S3 is.
struct DocumentAddress {
    /// How long an address is valid.
    static let lifetime: Int64 = 300
    /// The first segment of the path.
    static let place = "documents"

    /// What the storage says of an address.
    enum Verdict {
        case valid, lapsed, forged
    }

    let method: String
    let id: String

    /// The URL.
    ///
    /// - Parameters:
    ///   - origin: Scheme, host and port of the sandbox.
    ///   - namesEncoding: Whether the storage is to tell of the compression.
    func url(at origin: String, signedOn now: Instant, namesEncoding: Bool = false) -> String {
        let date = now.basic
        let parts = [
            "X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Date=\(date)", "X-Amz-SignedHeaders=host",
            "X-Amz-Expires=\(Self.lifetime)",
            "X-Amz-Credential=AKIASANDBOX%2F\(date.prefix(8))%2Fus-east-1%2Fs3%2Faws4_request",
            namesEncoding ? Self.encodingParameter : nil,
            "X-Amz-Signature=\(signature(on: date, namesEncoding))",
        ]
        return "\(origin)/\(Self.place)/\(id)?" + parts.compactMap(\.self).joined(separator: "&")
    }

    /// Whether the query of a request is that of an address that was given out, and whether it is too late.
    func verdict(on query: Substring?, now: Instant) -> (Verdict, namesEncoding: Bool) {
        let items = query.flatMap(QueryText.items) ?? []
        func value(_ name: String) -> String? { items.first { $0.name == name }?.value }
        let namesEncoding = value("response-content-encoding") == "gzip"
        guard let date = value("X-Amz-Date"), let signed = Instant(basic: date),
            value("X-Amz-Expires") == String(Self.lifetime),
            value("X-Amz-Signature") == signature(on: date, namesEncoding)
        else { return (.forged, namesEncoding) }
        let age = now.microseconds - signed.microseconds
        return (age > Self.lifetime * 1_000_000 ? .lapsed : .valid, namesEncoding)
    }

    /// Nothing here is secret: the signature only has to be wrong when something else was put in its place.
    private func signature(on date: String, _ namesEncoding: Bool) -> String {
        SHA256.hex("sandbox\n\(method)\n\(id)\n\(date)\n\(namesEncoding)".utf8)
    }

    private static let encodingParameter = "response-content-encoding=gzip"
}

extension Instant {
    /// The instant as signatures of AWS write it: `20260131T235959Z`.
    var basic: String {
        String(iso.prefix(19)).replacing("-", with: "").replacing(":", with: "") + "Z"
    }

    init?(basic text: String) {
        let digits = Array(text)
        guard digits.count == 16 else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        self.init(
            iso: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
    }

    static func + (instant: Instant, duration: Duration) -> Instant {
        let parts = duration.components
        return Instant(
            microseconds: instant.microseconds + parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000)
    }
}
