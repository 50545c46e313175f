import Foundation
import JobModel
import JobStore
import Ports
import Synchronization
import Testing

@testable import SellerJobs

@Suite("All pages", .timeLimit(.minutes(5)))
struct PagedRunTests {
    private static let operation = "orders.searchOrders"

    /// Amazon with `count` pages of two orders each, the token of page n being `tn`.
    private static func amazon(
        pages count: Int, onPage: @escaping @Sendable (Int) throws -> HTTPResponse? = { _ in nil }
    ) -> FakeAmazon {
        FakeAmazon(onCall: { call in
            let number = number(call.request)
            if let answer = try onPage(number) { return answer }
            let token = number + 1 < count ? #","pagination":{"nextToken":"t\#(number + 1)"}"# : ""
            return .json(200, #"{"orders":[{"n":\#(number * 2)},{"n":\#(number * 2 + 1)}]\#(token)}"#)
        })
    }

    private static func number(_ request: HTTPRequest) -> Int {
        guard let range = request.url.range(of: "paginationToken=t") else { return 0 }
        return Int(request.url[range.upperBound...].prefix { $0.isNumber }) ?? -1
    }

    private static func request(output: String? = nil) -> JobRequest {
        JobRequest(
            kind: "request", operation: operation,
            parameters: #"{"createdAfter":"2026-01-01T00:00:00Z","marketplaceIds":["DE"]}"#,
            options: #"{"allPages":true}"#, output: output)
    }

    private func lines(_ shop: Shop, _ path: String) throws -> [String] {
        try String(contentsOfFile: "\(shop.path)/\(path)", encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func numbers(_ range: Range<Int>) -> [String] { range.map { "{\"n\":\($0)}" } }

    @Test("Every page is read, in order, and the items stand one on a line")
    func all() async throws {
        let shop = Shop(Self.amazon(pages: 5))
        try await shop.work {
            let id = try await shop.put(Self.request(output: "orders/{seller}/{job}.ndjson"))
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            let result = try #require(row.result)
            #expect(result.path == "orders/acme/\(id).ndjson" && result.pages == 5 && result.status == 200)
            #expect(try lines(shop, "orders/acme/\(id).ndjson") == numbers(0..<10))
            #expect(row.progress == #"{"items":10,"pages":5,"restarts":0}"#)
            #expect(shop.amazon.calls.count == 5 && shop.amazon.logins.count == 1)
            let folder = "\(shop.path)/orders/acme"
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["\(id).ndjson"])
        }
    }

    @Test("Each page takes a permit: a slow plan lets the job rest between pages and go on where it was")
    func permits() async throws {
        let shop = Shop(Self.amazon(pages: 3), plan: PlanOverrides.Change(rate: 0.05, burst: 1))
        try await shop.work {
            let id = try await shop.put(Self.request())
            try await shop.drive { try await shop.row(id).progress == #"{"items":2,"pages":1,"restarts":0}"# }
            try await shop.drive { try await shop.row(id).state == .waiting }
            #expect(try await shop.row(id).attempt == 0)
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.calls.count == 3)
            #expect(try await shop.row(id).run >= 3)
            let path = try #require(try await shop.row(id).result?.path)
            #expect(try lines(shop, path) == numbers(0..<6))
        }
    }

    @Test("A page that fails is asked for again, and pages in between start the count of attempts anew")
    func failures() async throws {
        let refusals = Mutex([1: 3, 3: 3])
        let shop = Shop(
            Self.amazon(pages: 5) { page in
                let fails = refusals.withLock { left in
                    guard let count = left[page], count > 0 else { return false }
                    left[page] = count - 1
                    return true
                }
                return fails ? .error(503, "later") : nil
            })
        try await shop.work {
            var request = Self.request()
            request.maxAttempts = 4
            let id = try await shop.put(request)
            try await shop.drive(id, to: .succeeded)
            let path = try #require(try await shop.row(id).result?.path)
            #expect(try lines(shop, path) == numbers(0..<10))
            #expect(shop.amazon.calls.count == 11)
        }
    }

    @Test("A refused page token begins the listing anew, once, and says so")
    func expired() async throws {
        let refusals = Mutex(1)
        let shop = Shop(
            Self.amazon(pages: 4) { page in
                guard page == 2 else { return nil }
                let refuses = refusals.withLock { left in
                    left -= 1
                    return left >= 0
                }
                return refuses ? .json(400, #"{"errors":[{"code":"InvalidInput","message":null}]}"#) : nil
            })
        try await shop.work {
            let id = try await shop.put(Self.request())
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(row.progress == #"{"items":8,"pages":4,"restarts":1}"#)
            let path = try #require(row.result?.path)
            #expect(try lines(shop, path) == numbers(0..<8))
            #expect(shop.lines.entries.contains { $0.contains("read again from its first page") })
        }
    }

    /// The listing stops before page 2 until it is mended; meanwhile something happens to its files.
    private func interrupted(_ happens: (Shop, _ part: String) throws -> Void, restarts: Int) async throws {
        let isMended = Mutex(false)
        let shop = Shop(
            Self.amazon(pages: 4) { page in
                page == 2 && !isMended.withLock { $0 } ? .error(503, "later") : nil
            })
        try await shop.work {
            let id = try await shop.put(Self.request(output: "out.ndjson"))
            try await shop.drive { try await shop.row(id).failure?.status == 503 }
            try happens(shop, "\(shop.path)/.out.ndjson.\(id).part")
            isMended.withLock { $0 = true }
            try await shop.drive(id, to: .succeeded)
            #expect(try lines(shop, "out.ndjson") == numbers(0..<8))
            #expect(try await shop.row(id).progress == #"{"items":8,"pages":4,"restarts":\#(restarts)}"#)
            #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path) == ["out.ndjson"])
        }
    }

    @Test("What a crash left behind the last checkpoint is cut off")
    func crashedPage() async throws {
        try await interrupted(
            { _, part in
                let handle = try #require(FileHandle(forWritingAtPath: part))
                try handle.seekToEnd()
                try handle.write(contentsOf: Data("{\"n\":4}\n{\"n\"".utf8))
                try handle.close()
            }, restarts: 0)
    }

    @Test("A listing whose file is gone is read again")
    func lostFile() async throws {
        try await interrupted({ _, part in try FileManager.default.removeItem(atPath: part) }, restarts: 1)
    }

    @Test("A crash around the renaming of the complete file costs nothing", arguments: [true, false])
    func crashedAtEnd(isRenamed: Bool) async throws {
        let shop = Shop(Self.amazon(pages: 1))
        let id = try await shop.put(Self.request(output: "out.ndjson"))
        let claim = try await shop.store.claim(ClaimRequest(worker: WorkerID("dies"), limit: 1))
        let fence = try #require(claim.jobs.first?.fence)
        // As a run leaves it that has sealed the file and is about to rename it.
        var state = PageCheckpoint()
        state.path = "out.ndjson"
        state.bytes = 3
        state.pages = 9
        state.finishing = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(try await shop.store.checkpoint(fence, Checkpoint(text: state.text, isDurable: false)))
        try FileManager.default.createDirectory(atPath: shop.path, withIntermediateDirectories: true)
        let place = isRenamed ? "out.ndjson" : ".out.ndjson.\(id).part"
        try Data("abc".utf8).write(to: URL(filePath: "\(shop.path)/\(place)"))
        try await shop.work {
            try await shop.drive(id, to: .succeeded)
            let result = try #require(try await shop.row(id).result)
            #expect(result.pages == 9 && result.bytes == 3 && result.path == "out.ndjson")
            #expect(shop.amazon.calls.isEmpty)
            #expect(try FileManager.default.contentsOfDirectory(atPath: shop.path) == ["out.ndjson"])
        }
    }

    @Test("Tokens that expired while the job rested begin the listing anew a few times")
    func expiredWhileResting() async throws {
        let refusals = Mutex(3)
        let shop = Shop(
            Self.amazon(pages: 3) { page in
                guard page == 1 else { return nil }
                let refuses = refusals.withLock { left in
                    left -= 1
                    return left >= 0
                }
                return refuses ? .error(400, "InvalidInput") : nil
            }, plan: PlanOverrides.Change(rate: 0.05, burst: 1))
        try await shop.work {
            let id = try await shop.put(Self.request())
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).progress == #"{"items":6,"pages":3,"restarts":3}"#)
            let path = try #require(try await shop.row(id).result?.path)
            #expect(try lines(shop, path) == numbers(0..<6))
        }
    }

    @Test("A page that holds errors in place of items is not the end of the listing")
    func errorPage() async throws {
        let isMended = Mutex(false)
        let shop = Shop(
            Self.amazon(pages: 3) { page in
                page == 1 && !isMended.withLock { $0 }
                    ? .json(200, #"{"errors":[{"code":"InternalFailure","message":null}]}"#) : nil
            })
        try await shop.work {
            let id = try await shop.put(Self.request())
            try await shop.drive { try await shop.row(id).failure?.kind == "unavailable" }
            isMended.withLock { $0 = true }
            try await shop.drive(id, to: .succeeded)
            let path = try #require(try await shop.row(id).result?.path)
            #expect(try lines(shop, path) == numbers(0..<6))
        }
    }

    @Test("A page token that is refused again fails the job, and reopened it begins at the first page")
    func expiredTwice() async throws {
        let isMended = Mutex(false)
        let shop = Shop(
            Self.amazon(pages: 3) { page in
                page == 1 && !isMended.withLock { $0 } ? .error(400, "InvalidInput") : nil
            })
        try await shop.work {
            let id = try await shop.put(Self.request())
            try await shop.drive(id, to: .failed)
            #expect(try await shop.row(id).failure?.kind == "pageTokenRefused")
            #expect(shop.amazon.calls.count == 4)
            isMended.withLock { $0 = true }
            _ = try await shop.store.retry([id], confirmed: false)
            try await shop.drive(id, to: .succeeded)
            let path = try #require(try await shop.row(id).result?.path)
            #expect(try lines(shop, path) == numbers(0..<6))
        }
    }

    @Test("A 400 on the first page is a refusal like any other")
    func refused() async throws {
        let shop = Shop(Self.amazon(pages: 3) { _ in .error(400, "InvalidInput") })
        try await shop.work {
            let id = try await shop.put(Self.request())
            try await shop.drive(id, to: .failed)
            #expect(try await shop.row(id).failure?.kind == "rejected")
            #expect(shop.amazon.calls.count == 1)
        }
    }

    @Test("A token that leads to its own page is not followed round and round")
    func loop() async throws {
        let shop = Shop(
            Self.amazon(pages: 9) { page in
                page == 1 ? .json(200, #"{"orders":[],"pagination":{"nextToken":"t1"}}"#) : nil
            })
        try await shop.work {
            var request = Self.request()
            request.maxAttempts = 2
            let id = try await shop.put(request)
            try await shop.drive(id, to: .failed)
            #expect(try await shop.row(id).failure?.kind == "pageLoop")
        }
    }

    @Test(
        "Operations without pages, and those that change something, are refused at the door",
        arguments: ["sellers.getMarketplaceParticipations", "dataKiosk.createQuery"])
    func admission(operation: String) throws {
        let shop = Shop()
        let request = JobRequest(
            kind: "request", operation: operation, body: operation.contains("create") ? #"{"query":"q"}"# : nil,
            options: #"{"allPages":true}"#)
        let rejection = #expect(throws: JobRejection.self) { try shop.kind.admit(request, now: shop.now) }
        #expect(rejection?.description.contains("leave 'allPages' out") == true)
    }
}
