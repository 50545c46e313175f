import SellingPartner
import Testing

@testable import SellerJobs

@Suite("Checkpoints of listings")
struct PageCheckpointTests {
    @Test(
        "A checkpoint is read as it was written",
        arguments: [PagePosition.first, .token("a+/=\"\\é"), .offset(50)], [nil, "ab12"])
    func roundTrip(position: PagePosition, hash: String?) {
        var state = PageCheckpoint()
        state.position = position
        state.path = "a/b c.ndjson"
        state.bytes = 5_000_000_000
        state.pages = 3
        state.items = 7
        state.restarts = 1
        state.finishing = hash
        #expect(PageCheckpoint(state.text) == state)
    }

    @Test("Other texts are no checkpoints", arguments: ["", "{}", "[]", "null", #"{"reportId":"1"}"#, "{\"pages\":"])
    func others(text: String) {
        #expect(PageCheckpoint(text) == nil)
    }

    @Test("A listing that is begun anew keeps its place and its count of beginnings")
    func anew() {
        var state = PageCheckpoint()
        state.position = .token("t")
        state.path = "p"
        state.bytes = 9
        state.restarts = 1
        let fresh = state.restarted()
        #expect(fresh.position == .first && fresh.bytes == 0 && fresh.path == "p" && fresh.restarts == 2)
    }
}
