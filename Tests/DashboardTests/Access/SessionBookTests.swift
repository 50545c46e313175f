import Testing

@testable import Dashboard

@Suite("Sessions")
struct SessionBookTests {
    @Test("are found by their key until twelve hours are over")
    func expiry() {
        var book = SessionBook()
        let session = book.open(key: "k", csrf: "c", name: "lena", role: .reader, at: .seconds(10))
        #expect(book.find(key: "k", at: .seconds(11)) == session)
        #expect(book.find(key: "other", at: .seconds(11)) == nil)
        #expect(book.find(key: "k", at: .seconds(9) + SessionBook.lifetime) == session)
        #expect(book.isOpen(session, at: .seconds(9) + SessionBook.lifetime))
        #expect(!book.isOpen(session, at: .seconds(10) + SessionBook.lifetime))
        #expect(book.find(key: "k", at: .seconds(10) + SessionBook.lifetime) == nil)
        #expect(book.count == 0)
    }

    @Test("end when their owner leaves")
    func closing() {
        var book = SessionBook()
        let session = book.open(key: "k", csrf: "c", name: "lena", role: .reader, at: .zero)
        #expect(book.isOpen(session, at: .zero))
        book.close(session)
        #expect(book.find(key: "k", at: .zero) == nil && !book.isOpen(session, at: .zero))
    }

    @Test("are never more than so many, and the oldest go first")
    func bound() {
        var book = SessionBook()
        for number in 0..<(SessionBook.most + 50) {
            _ = book.open(key: "\(number)", csrf: "c", name: "local", role: .operator, at: .seconds(number))
            #expect(book.count <= SessionBook.most)
        }
        let now = Duration.seconds(SessionBook.most + 50)
        #expect(book.find(key: "0", at: now) == nil)
        #expect(book.find(key: "\(SessionBook.most + 49)", at: now) != nil)
    }

    @Test("keep a notice for one page")
    func notices() {
        var book = SessionBook()
        let session = book.open(key: "k", csrf: "c", name: "lena", role: .operator, at: .zero)
        #expect(book.takeNotice(for: session) == nil)
        book.leave(Notice(.good, "First."), for: session)
        book.leave(Notice(.bad, "Second."), for: session)
        #expect(book.takeNotice(for: session) == Notice(.bad, "Second."))
        #expect(book.takeNotice(for: session) == nil)
    }
}
