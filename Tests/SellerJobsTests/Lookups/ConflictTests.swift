import JobModel
import JobStore
import Ports
import Testing

@testable import SellerJobs

@Suite("Calls that are in conflict with what is there", .timeLimit(.minutes(5)))
struct ConflictTests {
    private static let subscribe = JobRequest(
        kind: "request", seller: "acme", operation: "notifications.createSubscription",
        parameters: #"{"notificationType":"ANY_OFFER_CHANGED"}"#, body: #"{"destinationId":"d","payloadVersion":"1.0"}"#
    )

    /// Refuses the creation with 409, and shows the subscription with this destination.
    private static func amazon(destination: String?) -> FakeAmazon {
        FakeAmazon(onCall: { call in
            guard call.request.method == "GET" else { return .error(409, "It exists already.") }
            guard let destination else { return .error(404, "There is none.") }
            return .json(
                200,
                #"{"payload":{"subscriptionId":"s","destinationId":"\#(destination)","payloadVersion":"1.0"}}"#)
        })
    }

    @Test("succeed when what is there is what was asked for")
    func same() async throws {
        let shop = Shop(Self.amazon(destination: "d"))
        try await shop.work {
            let id = try await shop.put(Self.subscribe)
            try await shop.drive(id, to: .succeeded)
            let row = try await shop.row(id)
            #expect(
                row.result?.inline
                    == #"{"payload":{"destinationId":"d","payloadVersion":"1.0","subscriptionId":"s"}}"#)
            #expect(shop.amazon.calls.map(\.method) == ["POST", "GET"] && row.attempt == 0)
        }
    }

    @Test("fail with Amazon's refusal when it is something else", arguments: ["other", nil])
    func other(destination: String?) async throws {
        let shop = Shop(Self.amazon(destination: destination))
        try await shop.work {
            let id = try await shop.put(Self.subscribe)
            try await shop.drive(id, to: .failed)
            let row = try await shop.row(id)
            #expect(row.failure?.kind == "conflict" && row.failure?.status == 409)
            #expect(row.failure?.message.contains("It exists already.") == true && !row.isInDoubt)
            #expect(shop.amazon.calls.map(\.method) == ["POST", "GET"])
            #expect(try await shop.lane(of: id).key.operation == "notifications.createSubscription@v1")
        }
    }

    @Test("fail at once when nothing can be looked up")
    func plain() async throws {
        let shop = Shop(FakeAmazon(onCall: { _ in .error(409, "No.") }))
        try await shop.work {
            let id = try await shop.put(Shop.unsafe)
            try await shop.drive(id, to: .failed)
            #expect(shop.amazon.calls.count == 1)
        }
    }

    @Test("A destination is looked up without a seller")
    func grantless() async throws {
        let shop = Shop(
            FakeAmazon(onCall: { call in
                call.request.method == "POST"
                    ? .error(500, "Oops")
                    : .json(
                        200,
                        #"{"payload":[{"name":"n","destinationId":"d","resource":{"sqs":{"arn":"a"}}}]}"#)
            }))
        try await shop.work {
            let id = try await shop.put(
                JobRequest(
                    kind: "request", operation: "notifications.createDestination",
                    body: #"{"name":"n","resourceSpecification":{"sqs":{"arn":"a"}}}"#))
            try await shop.drive(id, to: .succeeded)
            #expect(try await shop.row(id).result?.inline?.contains(#""destinationId":"d""#) == true)
            #expect(shop.amazon.logins.allSatisfy { $0["grant_type"] == "client_credentials" })
        }
    }
}
