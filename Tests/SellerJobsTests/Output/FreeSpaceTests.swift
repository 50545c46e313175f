import Foundation
import JobStoreTesting
import Testing

@testable import SellerJobs

@Suite("Free space", .timeLimit(.minutes(5)))
struct FreeSpaceTests {
    @Test("What was measured counts for a second, and then the disk is looked at again")
    func remembered() async throws {
        let clock = VirtualTimekeeper()
        let path = NSTemporaryDirectory() + "/spworker-\(UUID().uuidString)"
        let space = FreeSpace(folder: path, least: .max, timekeeper: clock, interval: .seconds(1))
        #expect(await !space.hasRoom())
        for _ in 0..<100 {
            clock.advance(by: .milliseconds(9))
            #expect(await !space.hasRoom())
        }
        #expect(space.measurements == 1)
        clock.advance(by: .milliseconds(100))
        #expect(await !space.hasRoom())
        #expect(space.measurements == 2)
    }

    @Test("What is missing is told in sizes; where there is room, nothing is")
    func lack() async throws {
        let full = FreeSpace(
            folder: NSTemporaryDirectory(), least: (Int64.max / (1 << 30)) << 30, timekeeper: nil, interval: .seconds(1)
        )
        let text = try #require(await full.lack())
        #expect(text.hasSuffix("free, less than the 8589934591 GiB"), "\(text)")
        let free = FreeSpace(folder: NSTemporaryDirectory(), least: 0, timekeeper: nil, interval: .seconds(1))
        #expect(await free.lack() == nil)
    }

    @Test("Without a clock each question is a measurement")
    func forgotten() async throws {
        let space = FreeSpace(folder: NSTemporaryDirectory(), least: 0, timekeeper: nil, interval: .seconds(1))
        for _ in 0..<3 { #expect(await space.hasRoom()) }
        #expect(space.measurements == 3)
    }

    @Test("Many that ask at once are answered by few measurements")
    func together() async throws {
        let clock = VirtualTimekeeper()
        let space = FreeSpace(folder: NSTemporaryDirectory(), least: 0, timekeeper: clock, interval: .seconds(1))
        #expect(await space.hasRoom())
        clock.advance(by: .seconds(2))
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { await space.hasRoom() } }
            for await hasRoom in group { #expect(hasRoom) }
        }
        #expect(space.measurements == 2)
    }
}
