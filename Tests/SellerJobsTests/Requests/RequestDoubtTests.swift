import Foundation
import JobModel
import JobStore
import Ports
import Testing

@testable import SellerJobs

@Suite("Requests of unknown effect", .timeLimit(.minutes(5)))
struct RequestDoubtTests {
    @Test("A server's error on a harmless call is tried again")
    func serverErrorSafe() async throws {
        let shop = Shop(FakeAmazon(onCall: { $0.number == 1 ? .error(500, "Oops") : .json(200, "{}") }))
        try await shop.work {
            let id = try await shop.put()
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).attempt == 1)
        }
    }

    @Test(
        "A server's error or a broken connection on a call with consequences leaves the decision to a person",
        arguments: [Shop.unsafe, Shop.leftToPeople], [false, true])
    func serverErrorUnsafe(operation: String, breaks: Bool) async throws {
        let shop = Shop(
            FakeAmazon(onCall: { _ in
                if breaks { throw HTTPTransportError(.connectionLost, wasSent: true, message: "the connection broke") }
                return .error(500, "Oops")
            }))
        try await shop.work {
            let id = try await shop.put(operation)
            try await shop.drive(id, to: .quarantined)
            let failure = try #require(try await shop.row(id).failure)
            #expect(failure.message.contains("jobs retry"))
            #expect(failure.message.contains(operation == Shop.unsafe ? "(messages a buyer" : "transactionId"))
            #expect(shop.amazon.calls.count == 1)
        }
    }

    @Test(
        "A call that was never sent is tried again, whatever it does, and no attempt is spent however often",
        arguments: [Shop.safe, Shop.unsafe, Shop.checkFirst])
    func notSent(operation: String) async throws {
        let shop = Shop(FakeAmazon(onCall: { _ in .json(200, "{}") }))
        shop.amazon.refuseConnections(12)
        try await shop.work {
            let id = try await shop.put(operation)
            try await shop.leap([id])
            #expect(try await shop.row(id).state == .succeeded)
            #expect(try await shop.row(id).attempt == 0)
            #expect(shop.amazon.calls.count == 1)
        }
    }

    @Test("A job whose worker died in the middle of a call with consequences is not repeated until a person says so")
    func crash() async throws {
        let shop = Shop()
        let id = try await shop.put(Shop.unsafe)
        let claim = try await shop.store.claim(ClaimRequest(worker: .init("dead"), limit: 1))
        #expect(try await shop.store.beginDoubt(claim.jobs[0].fence))
        try await shop.work {
            try await shop.drive(id, to: .quarantined)
            let failure = try #require(try await shop.row(id).failure)
            #expect(failure.message.contains("its answer never arrived") && failure.message.contains("jobs retry"))
            #expect(shop.amazon.calls.isEmpty)
            #expect(try await shop.store.retry([id], confirmed: false) == [.needsConfirmation])
            #expect(try await shop.store.retry([id], confirmed: true) == [.reopened(droppedDeadline: nil)])
            try await shop.drive(id, to: .succeeded)
            #expect(shop.amazon.calls.count == 1)
        }
    }

    @Test("A call with consequences that is stopped after it was sent is left to a person, before that it is repeated")
    func stopped() async throws {
        let shop = Shop(
            FakeAmazon(onCall: { _ in
                // Until the run is stopped.
                for await _ in AsyncStream<Void>.makeStream().stream {}
                throw CancellationError()
            }))
        let id = try await shop.put(Shop.unsafe)
        try await shop.work { try await shop.drive { shop.amazon.calls.count == 1 } }
        #expect(try await shop.row(id).state == .quarantined)
    }

    @Test("A call that must not be repeated is not made while its answer has no place to go")
    func noPlace() async throws {
        let shop = Shop()
        try await shop.work {
            try FileManager.default.createDirectory(atPath: shop.path, withIntermediateDirectories: true)
            try Data().write(to: URL(filePath: "\(shop.path)/taken"))
            var request = Shop.request(Shop.unsafe, output: "taken/{job}.json")
            request.maxAttempts = 2
            let id = try await shop.put(request)
            try await shop.drive(id, to: .failed)
            #expect(try await shop.row(id).failure?.kind == "output")
            #expect(shop.amazon.calls.isEmpty)
        }
    }
}
