/// Reads what a feed's result document says, portion by portion. Pure.
///
/// Of a document of any length it keeps one element or line, and what ``FeedResult`` keeps.
struct FeedResultReader: Sendable {
    private enum Form: Sendable {
        /// Nothing has come that tells.
        case unknown
        case json(JSONFeedResult)
        case xml(XMLFeedResult)
        case tabs(TabFeedResult)
    }

    /// A longer beginning without anything but white space tells nothing.
    private static let longestSpace = 64 << 10
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private var form = Form.unknown
    /// What came while the form was unknown.
    private var head: [UInt8] = []
    private var isAtStart = true

    /// What has been read so far says so; of a document that is of no known form, or breaks off, nothing is known.
    var result: FeedResult {
        switch form {
        case .unknown: FeedResult()
        case .json(let reader): reader.result
        case .xml(let reader): reader.result
        case .tabs(let reader): reader.result
        }
    }

    /// Reads on.
    mutating func take(_ chunk: [UInt8]) {
        switch form {
        case .unknown: begin(chunk)
        // In place: a copy of the reader would be a copy of what it keeps.
        case .json(var reader):
            form = .unknown
            reader.take(chunk[...])
            form = .json(reader)
        case .xml(var reader):
            form = .unknown
            reader.take(chunk[...])
            form = .xml(reader)
        case .tabs(var reader):
            form = .unknown
            reader.take(chunk[...])
            form = .tabs(reader)
        }
    }

    private mutating func begin(_ chunk: [UInt8]) {
        head += chunk
        if isAtStart {
            if head.count < Self.mark.count, Self.mark.starts(with: head) { return }
            if head.starts(with: Self.mark) { head.removeFirst(Self.mark.count) }
            isAtStart = false
        }
        guard let first = head.first(where: { !FeedResult.isSpace($0) }) else {
            if head.count > Self.longestSpace { head = [] }
            return
        }
        switch first {
        case UInt8(ascii: "{"):
            var reader = JSONFeedResult()
            reader.take(head[...])
            form = .json(reader)
        case UInt8(ascii: "<"):
            var reader = XMLFeedResult()
            reader.take(head[...])
            form = .xml(reader)
        default:
            var reader = TabFeedResult()
            reader.take(head[...])
            form = .tabs(reader)
        }
        head = []
    }
}
