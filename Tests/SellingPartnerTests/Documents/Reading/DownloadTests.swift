import Ports
import Testing

@testable import SellingPartner

@Suite("How a download goes on")
struct DownloadTests {
    private static let whole = [HTTPHeader("Content-Length", "1000000"), HTTPHeader("ETag", "\"v1\"")]

    private static func rest(from start: Int, tag: String = "\"v1\"", of total: Int = 1_000_000) -> [HTTPHeader] {
        [HTTPHeader("Content-Range", "bytes \(start)-\(total - 1)/\(total)"), HTTPHeader("ETag", tag)]
    }

    /// A download of which 300,000 of a million bytes have come.
    private static func begun(_ headers: [HTTPHeader] = whole) -> Download {
        var download = Download()
        _ = download.answered(200, headers, code: nil)
        download.took(300_000)
        return download
    }

    @Test("The first request asks for everything, as it is stored")
    func first() {
        #expect(Download().headers == [HTTPHeader("Accept-Encoding", "identity")])
    }

    @Test("A download that broke off asks for the rest, of the same version")
    func resume() {
        var download = Self.begun()
        #expect(download.failed("broke") == .askAgain(after: .seconds(1)))
        #expect(
            download.headers == [
                HTTPHeader("Accept-Encoding", "identity"), HTTPHeader("Range", "bytes=300000-"),
                HTTPHeader("If-Range", "\"v1\""),
            ])
        #expect(download.answered(206, Self.rest(from: 300_000), code: nil) == .goOn)
        download.took(700_000)
        #expect(download.ended() == .complete)
    }

    @Test(
        "Another part, length or version is not taken, and the next request asks for everything",
        arguments: [
            rest(from: 299_999), rest(from: 300_000, of: 1_000_001), rest(from: 300_000, tag: "\"v2\""), [],
        ])
    func changed(_ headers: [HTTPHeader]) {
        var download = Self.begun()
        _ = download.failed("broke")
        guard case .askAgain = download.answered(206, headers, code: nil) else {
            Issue.record("it went on")
            return
        }
        #expect(download.headers == [HTTPHeader("Accept-Encoding", "identity")])
        #expect(download.answered(200, Self.whole, code: nil) == .begin)
        #expect(download.received == 0)
    }

    @Test("A weak tag is compared here and not by the storage; a date does as well")
    func versions() {
        var weak = Self.begun([HTTPHeader("Content-Length", "1000000"), HTTPHeader("etag", "W/\"v1\"")])
        _ = weak.failed("broke")
        #expect(weak.headers.first("If-Range") == nil && weak.headers.first("Range") != nil)
        #expect(weak.answered(206, Self.rest(from: 300_000, tag: "W/\"v1\""), code: nil) == .goOn)
        let date = "Wed, 21 Oct 2026 07:28:00 GMT"
        var dated = Self.begun([HTTPHeader("Content-Length", "1000000"), HTTPHeader("Last-Modified", date)])
        _ = dated.failed("broke")
        #expect(dated.headers.first("If-Range") == date)
    }

    @Test("Without a length nothing can be gone on with")
    func unknownLength() {
        var download = Self.begun([HTTPHeader("ETag", "\"v1\"")])
        _ = download.failed("broke")
        #expect(download.headers.count == 1)
        var other = Self.begun([])
        #expect(other.ended() == .complete)
    }

    @Test("A body that ends too early broke off; one that does not end in time is corrupt")
    func lengths() {
        var short = Self.begun()
        #expect(short.ended() == .askAgain(after: .seconds(1)))
        short.took(700_001)
        guard case .giveUp(let fault) = short.ended() else {
            Issue.record("it was taken")
            return
        }
        #expect(fault.kind == .corrupt)
    }

    @Test("Addresses that are refused are asked for anew, at once and then with growing pauses, five times")
    func lapsed() {
        var download = Download()
        let steps = (1...6).map { _ in download.answered(403, [], code: "AccessDenied") }
        #expect(Array(steps[..<5]) == [0, 2, 4, 8, 16].map { Download.Step.askAgain(after: .seconds($0)) })
        guard case .giveUp(let fault) = steps[5] else {
            Issue.record("it went on")
            return
        }
        #expect(fault.kind == .lapsed && fault.isPassing)
        #expect(fault.message.contains("AccessDenied"))
        #expect(download.refusals == 6)
    }

    @Test("An address whose signer's credentials have expired has lapsed too; another bad request is refused for good")
    func expiredToken() {
        var download = Download()
        #expect(download.answered(400, [], code: "ExpiredToken") == .askAgain(after: .zero))
        guard case .giveUp(let fault) = download.answered(400, [], code: "InvalidArgument") else {
            Issue.record("it went on")
            return
        }
        #expect(fault.kind == .refused(status: 400) && !fault.isPassing)
    }

    @Test("Progress forgets failures; a trickle and a repetition are no progress")
    func progress() {
        var download = Self.begun()
        for part in 1...20 {
            _ = download.failed("broke")
            #expect(download.answered(206, Self.rest(from: download.received), code: nil) == .goOn, "\(part)")
            download.took(1 << 15)
        }
        var trickle = Self.begun()
        let steps = (1...6).map { _ in
            trickle.took(1)
            return trickle.failed("broke")
        }
        guard case .giveUp(let fault) = steps[5] else {
            Issue.record("it went on")
            return
        }
        #expect(fault.kind == .broken)
        var again = Download()
        var last = Download.Step.begin
        for _ in 1...6 {
            _ = again.answered(200, [], code: nil)
            again.took(500_000)
            last = again.failed("broke")
        }
        guard case .giveUp = last else {
            Issue.record("it began anew for ever")
            return
        }
    }

    @Test("A storage that fails is given up at the beginning, and has patience in the midst of a download")
    func failing() {
        var first = Download()
        guard case .giveUp(let fault) = first.answered(503, [], code: "SlowDown") else {
            Issue.record("it went on")
            return
        }
        #expect(fault.kind == .refused(status: 503) && fault.isPassing)
        var begun = Self.begun()
        #expect(begun.answered(503, [], code: "SlowDown") == .askAgain(after: .seconds(1)))
        #expect(begun.resumes)
        #expect(begun.answered(416, [], code: nil) == .askAgain(after: .seconds(2)))
        #expect(!begun.resumes)
    }

    @Test("Other statuses end it", arguments: [204, 301, 401, 404, 410])
    func others(_ status: Int) {
        var download = Download()
        guard case .giveUp(let fault) = download.answered(status, [], code: nil) else {
            Issue.record("it went on")
            return
        }
        #expect(fault.kind == .refused(status: status))
    }
}
