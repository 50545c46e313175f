/// One request to the mock, as far as it must be understood.
struct MockRequest: Sendable, Hashable {
    /// What is asked for.
    enum Subject: Sendable, Hashable {
        /// An access token.
        case token
        /// What has been asked for so far.
        case counts
        /// To begin counting anew.
        case reset
        /// Whatever it is, an order is the answer.
        case call
    }

    /// Where access tokens are given out.
    static let tokenPath = "/auth/o2/token"

    private static let tokenLine = "POST \(tokenPath) "

    let subject: Subject
    /// Its bytes, those of the body included.
    let length: Int

    /// Reads the request that the bytes begin with; `nil` when they do not hold the whole of it.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let head = Self.headLength(bytes) else { return nil }
        let words = UnsafeRawBufferPointer(rebasing: bytes[..<head])
        // Only a POST has a body here.
        let isPost = bytes[0] == UInt8(ascii: "P")
        length = head + (isPost ? Self.contentLength(words) : 0)
        guard bytes.count >= length else { return nil }
        subject =
            if words.starts(with: Self.tokenLine.utf8) {
                .token
            } else if words.starts(with: "GET /bench/counts ".utf8) {
                .counts
            } else if words.starts(with: "POST /bench/reset ".utf8) {
                .reset
            } else {
                .call
            }
    }

    /// The bytes up to the first line of the body.
    private static func headLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
        let (cr, lf) = (UInt8(ascii: "\r"), UInt8(ascii: "\n"))
        var place = 3
        while place < bytes.count {
            if bytes[place] == lf, bytes[place - 1] == cr, bytes[place - 2] == lf, bytes[place - 3] == cr {
                return place + 1
            }
            place += 1
        }
        return nil
    }

    private static func contentLength(_ head: UnsafeRawBufferPointer) -> Int {
        for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
            return max(0, Int(parts[1].drop { $0 == " " }) ?? 0)
        }
        return 0
    }
}
