import JobModel
import Testing

@testable import SellerJobs

@Suite("What becomes of a feed's job")
struct FeedVerdictTests {
    private func result(_ processed: Int?, _ accepted: Int?, _ errors: Int?, told: Int = 0) -> FeedResult {
        var result = FeedResult()
        (result.processed, result.accepted, result.errors) = (processed, accepted, errors)
        for number in 0..<told { result.add(place: "message \(number)", code: "1", message: "Bad.") }
        return result
    }

    private func failure(_ end: FeedVerdict.End, _ result: FeedResult?) -> JobFailure? {
        if case .failed(let failure) = FeedVerdict(end, feedID: "F7", result: result) { failure } else { nil }
    }

    @Test("a feed that is done has failed when no message was taken, with the first errors")
    func onlyErrors() {
        let failure = failure(.done, result(8, 0, 8, told: 7))
        #expect(failure?.kind == "feedErrors")
        #expect(failure?.message.hasPrefix("All 8 messages of feed F7 had errors. First errors: message 0") == true)
        #expect(failure?.message.hasSuffix("And 3 more.") == true)
        #expect(self.failure(.done, result(1, 0, 1))?.message == "The only message of feed F7 had errors.")
        #expect(self.failure(.done, result(0, 0, 1))?.message == "Nothing of feed F7 was taken.")
    }

    @Test("it succeeds when some messages were taken, none was sent wrong, or nothing is known")
    func succeeds() {
        for result in [
            result(8, 7, 1), result(8, 8, 0), result(0, 0, 0), result(nil, nil, 3), result(3, nil, 2), FeedResult(),
            nil,
        ] {
            #expect(FeedVerdict(.done, feedID: "F7", result: result) == .succeeded)
        }
    }

    @Test("a feed that was broken off or cancelled has failed, and what is to do is said")
    func others() {
        let fatal = failure(.fatal, result(3, 1, 1, told: 1))
        #expect(fatal?.kind == "feedFatal" && fatal?.message.contains("some, none or all") == true)
        #expect(fatal?.message.hasSuffix("First error: message 0, error 1: Bad.") == true)
        #expect(failure(.fatal, nil)?.kind == "feedFatal")
        #expect(failure(.cancelled, nil)?.kind == "feedCancelled")
    }

    @Test("what has become of a feed is told with what is known of it")
    func standing() {
        func standing(_ end: FeedVerdict.End, _ result: FeedResult) -> String? {
            FeedVerdict.standing(end, feedID: "F7", result: result)
        }
        #expect(standing(.done, FeedResult()) == "Feed F7 was applied (DONE).")
        #expect(standing(.done, result(3, 2, 1)) == "Feed F7 was applied (DONE, 3 processed, 1 with errors).")
        #expect(standing(.done, result(3, 0, 3))?.hasSuffix("and took nothing of it.") == true)
        #expect(standing(.fatal, FeedResult())?.contains("some, none or all") == true)
        #expect(standing(.cancelled, FeedResult()) == nil)
    }

    @Test("the words of Amazon's states are those of the ends")
    func words() {
        #expect(["DONE", "CANCELLED", "FATAL"].allSatisfy { FeedVerdict.End(rawValue: $0) != nil })
        #expect(FeedVerdict.End(rawValue: "IN_PROGRESS") == nil)
    }
}
