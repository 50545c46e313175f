import Logging
import Testing

@testable import SellingPartner

@Suite("Noticing the instant of sending")
struct SendWatchTests {
    @Test("The callback is called once, and not at all after the watch is closed")
    func once() {
        let calls = Counter()
        let watch = SendWatch { calls.next() }
        #expect(!watch.wasSent)
        watch.markSent()
        watch.markSent()
        #expect(watch.wasSent)
        #expect(calls.value == 1)
        let closed = SendWatch { calls.next() }
        closed.close()
        closed.markSent()
        #expect(closed.wasSent)
        #expect(calls.value == 1)
    }

    @Test("Only a request that was given a connection counts as sent")
    func log() {
        let watch = SendWatch {}
        var logger = watch.logger
        logger.debug("connection attempt failed", metadata: ["ahc-connection-id": "1"])
        logger[metadataKey: "ahc-connection-id"] = "1"
        logger.debug("making a connection")
        #expect(!watch.wasSent)
        logger[metadataKey: "ahc-el"] = "2"
        logger.debug("scheduled")
        #expect(watch.wasSent)
    }

    @Test("A body counts as sent when its bytes are read, not when they are counted")
    func body() {
        let watch = SendWatch {}
        let bytes = WatchedBytes(bytes: [1, 2, 3], watch: watch)
        #expect(bytes.count == 3)
        #expect(bytes.underestimatedCount == 3)
        #expect(!watch.wasSent)
        #expect(Array(bytes) == [1, 2, 3])
        #expect(watch.wasSent)
    }
}
