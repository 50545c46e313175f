import JobModel
import JobStore
import Testing

@testable import SellerJobs

@Suite("What is known of a place of sellers")
struct SellerPlaceTests {
    private func row(_ names: String...) -> SellerListingRow {
        SellerListingRow(source: "place", names: names, listedAt: Timestamp(microseconds: 1))
    }

    @Test("changes with the names alone")
    func news() {
        var place = SellerPlace(kept: nil)
        #expect(place.names.isEmpty)
        #expect(place.took(row(), at: .seconds(0), interval: .seconds(300)) == .changed, "the first listing")
        #expect(place.took(row(), at: .seconds(1), interval: .seconds(300)) == .same)
        #expect(place.took(row("a"), at: .seconds(2), interval: .seconds(300)) == .changed)
        #expect(place.took(row("a"), at: .seconds(3), interval: .seconds(300)) == .same)
        #expect(place.took(row("b"), at: .seconds(4), interval: .seconds(300)) == .changed)
        #expect(place.names == ["b"])
    }

    @Test("does not change while it looks empty for less than an interval")
    func emptiness() {
        var place = SellerPlace(kept: row("a"))
        #expect(place.took(row(), at: .seconds(0), interval: .seconds(300)) == .doubted)
        #expect(place.took(row(), at: .seconds(299), interval: .seconds(300)) == .doubted)
        #expect(place.names == ["a"])
        #expect(place.took(row(), at: .seconds(300), interval: .seconds(300)) == .changed)
        #expect(place.names.isEmpty)
    }

    @Test("does not change by failures, the first of which is worth a word; they end no doubt")
    func failures() {
        var place = SellerPlace(kept: row("a"))
        let failures = [place.failed(), place.failed()]
        #expect(failures == [true, false])
        #expect(place.isFailing && place.names == ["a"])
        #expect(place.took(row(), at: .seconds(0), interval: .seconds(300)) == .doubted)
        #expect(!place.isFailing)
        let isFirst = place.failed()
        #expect(isFirst)
        #expect(place.took(row(), at: .seconds(600), interval: .seconds(300)) == .changed)
    }
}
