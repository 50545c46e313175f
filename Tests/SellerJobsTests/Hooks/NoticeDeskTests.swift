import Testing

@testable import SellerJobs

@Suite("The desk that serves targets")
struct NoticeDeskTests {
    @Test("serves a target once at a time, and four targets in all")
    func width() {
        var desk = NoticeDesk(targets: ["a", "b", "c", "d", "e"])
        #expect(desk.free(at: .zero) == ["a", "b", "c", "d", "e"] && desk.isIdle)
        desk.begin("a")
        #expect(desk.free(at: .zero) == ["b", "c", "d", "e"] && desk.room == 3 && !desk.isIdle)
        for target in ["b", "c", "d"] { desk.begin(target) }
        #expect(desk.free(at: .zero).isEmpty && desk.room == 0)
        _ = desk.end("b", isDelivered: true, at: .zero)
        #expect(desk.free(at: .zero) == ["e", "b"], "who has waited longest comes first")
    }

    @Test("lets a target rest that fails again and again, for a minute at most, until it works")
    func rests() {
        var desk = NoticeDesk(targets: ["a", "b"])
        func fail(at now: Duration) -> NoticeDesk.News? {
            desk.begin("a")
            return desk.end("a", isDelivered: false, at: now)
        }
        #expect(fail(at: .zero) == .beganToFail)
        #expect(fail(at: .zero) == nil)
        #expect(desk.free(at: .zero).contains("a") && !desk.isDead("a"))
        var now = Duration.zero
        for rest in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            #expect(fail(at: now) == nil && desk.isDead("a"))
            #expect(desk.free(at: now + .seconds(rest) - .milliseconds(1)) == ["b"])
            now += .seconds(rest)
            #expect(desk.free(at: now).contains("a"))
        }
        desk.begin("a")
        #expect(desk.end("a", isDelivered: true, at: now) == .recovered)
        #expect(!desk.isDead("a") && desk.free(at: now).contains("a"))
        desk.begin("a")
        #expect(desk.end("a", isDelivered: true, at: now) == nil)
    }
}
