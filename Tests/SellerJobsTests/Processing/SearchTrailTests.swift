import JobModel
import OperationCatalogue
import SellingPartner
import Testing

@testable import SellerJobs

@Suite("The way through a listing")
struct SearchTrailTests {
    private let now = Timestamp(microseconds: 1_767_225_600_000_000)

    private func page(_ ages: Int...) -> JSONValue {
        ["things": .array(ages.map { ["createdTime": .string((now - .seconds($0)).iso8601)] })]
    }

    private func candidate(_ id: String, _ age: Int) -> SearchTrail.Candidate {
        .init(id: id, created: now - .seconds(age), sight: ProcessingSight(status: "DONE", documentID: "d-\(id)"))
    }

    /// Looks through pages, each with what will do of it, and tells after each whether there is more to look through.
    private func walk(
        _ trail: inout SearchTrail, _ pages: [(JSONValue, SearchTrail.Candidate?)], isWhole: Bool = false,
        since: Timestamp? = nil
    ) -> [Bool] {
        pages.enumerated().map { number, page in
            let next: PagePosition? = isWhole && number == pages.count - 1 ? nil : .token("\(number + 1)")
            return trail.take(page.0, found: page.1, next: next, since: since)
        }
    }

    @Test("It ends with the first that will do where the newest come first, and with the last page elsewhere")
    func ends() {
        var trail = SearchTrail()
        #expect(trail.position == .first)
        let falling = walk(&trail, [(page(1, 2), nil), (page(3, 4), candidate("1", 4))])
        #expect(falling == [true, false] && trail.best?.id == "1" && trail.pages == 2)
        var mixed = SearchTrail()
        let any = walk(
            &mixed,
            [(page(4, 1), candidate("1", 4)), (page(9, 2), candidate("2", 2)), (page(3), candidate("3", 3))],
            isWhole: true)
        #expect(any == [true, true, false] && mixed.best?.id == "2", "the newest of all")
        #expect(mixed.position == .token("2"))
    }

    @Test("It ends where all that follows is too old, unless the order is another")
    func window() {
        let since = now - .seconds(100)
        var trail = SearchTrail()
        #expect(walk(&trail, [(page(50, 100), nil), (page(101, 150), nil)], since: since) == [true, false])
        var rising = SearchTrail()
        #expect(walk(&rising, [(page(900, 800), nil), (page(700, 600), nil)], since: since) == [true, true])
        var one = SearchTrail()
        #expect(walk(&one, [(page(900), nil)], since: since) == [true], "one alone shows no order")
    }

    @Test("It reads as it was written")
    func stored() {
        var trail = SearchTrail()
        #expect(trail.json == nil)
        _ = trail.take(page(1, 2), found: candidate("1", 2), next: .token("a"), since: nil)
        #expect(trail.json.map { SearchTrail($0) } == trail)
        var state = ProcessingCheckpoint(stage: .searching)
        state.search = trail
        #expect(ProcessingCheckpoint(state.text) == state)
        #expect(state.progress(idName: "reportId").contains(#""listedPages":1"#))
    }

    @Test("It begins anew a few times when its token is refused")
    func anew() throws {
        #expect(SearchTrail().begunAnew() == nil, "the first page has no token")
        var trail = SearchTrail()
        for _ in 0..<SearchTrail.mostRestarts {
            _ = trail.take(page(1), found: nil, next: .token("a"), since: nil)
            trail = try #require(trail.begunAnew())
            #expect(trail.position == .first && trail.pages == 0)
        }
        _ = trail.take(page(1), found: nil, next: .token("a"), since: nil)
        #expect(trail.begunAnew() == nil)
    }
}
