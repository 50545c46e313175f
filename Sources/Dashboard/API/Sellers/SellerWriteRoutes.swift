import HTTPTypes
import JobModel
import JobStore
import OperationCatalogue
import Overview

/// Pausing sellers, letting them go on and trying them anew.
enum SellerWriteRoutes {
    private static let wrong: APIAnswer = .unprocessable("Something is wrong with the body; `errors` names what.")
    private static let body = APIRoute.Body(schema: "SellerChange", isRequired: false)

    static let all = [
        APIRoute(
            .sellers, "pauseSeller", .post, "sellers/{seller}/pause", "Start no jobs of a seller until it is resumed",
            parameters: [.seller], body: body,
            answers: [.ok("SellersPaused", "It is paused."), .badRequest, .notFound, .tooLarge, .wrongType, wrong]
        ) { try await pause($0) },
        APIRoute(
            .sellers, "resumeSeller", .post, "sellers/{seller}/resume",
            "Let the jobs of a paused, suspect or parked seller run again",
            about:
                "Nobody is asked before: when Amazon refuses the seller again, it is parked again. `probe` asks first.",
            parameters: [.seller], body: body,
            answers: [.ok("SellersResumed", "It is active."), .badRequest, .notFound, .tooLarge, .wrongType, wrong]
        ) { try await resume($0) },
        APIRoute(
            .sellers, "probeSeller", .post, "sellers/{seller}/probe", "Let a worker try a seller's credentials anew",
            about:
                "The worker looks the secrets up again and makes one token exchange; when it works the seller is "
                + "active.",
            parameters: [.seller], body: body,
            answers: [
                .ok("SellersProbed", "It was tried."),
                .accepted("SellersProbed", "The worker was asked, and has not answered yet."), .badRequest, .notFound,
                .conflict("No worker is running."), .tooLarge, .wrongType, wrong,
            ]
        ) { try await probe($0) },
    ]

    /// What a body says.
    private struct Change {
        let region: String?
        let reason: String

        init(_ call: APICall) async throws {
            var body = try await call.readBody()
            region = body.choice("region", ["NA", "EU", "FE"])
            reason = body.text("reason", most: 500) ?? "no reason given"
            try body.finish()
        }
    }

    private static func pause(_ call: APICall) async throws -> APIReply {
        let change = try await Change(call)
        let sellers = try await SellerTarget(call).sellers(region: change.region)
        for seller in sellers {
            try await call.store.pause(seller.key, reason: change.reason, actor: call.visitor.actor)
        }
        return APIReply(.object(["paused": .array(sellers.map { .object($0.key.members) })]))
    }

    private static func resume(_ call: APICall) async throws -> APIReply {
        let change = try await Change(call)
        let sellers = try await SellerTarget(call).sellers(region: change.region)
        for seller in sellers where seller.state != .active || seller.row?.pauseReason != nil {
            try await call.store.change(
                AuthorizationChange(
                    key: seller.key, state: .active, failure: JobFailure(kind: "resumed", message: change.reason),
                    actor: call.visitor.actor, resumes: true))
        }
        return APIReply(
            .object([
                "resumed": .array(
                    sellers.map { seller in
                        JSONValue.object(seller.key.members).adding([
                            "from": .string(seller.state.word), "wasPaused": .bool(seller.row?.pauseReason != nil),
                            "waiting": .count(seller.waiting),
                        ])
                    })
            ]))
    }

    private static func probe(_ call: APICall) async throws -> APIReply {
        let change = try await Change(call)
        let sellers = try await SellerTarget(call).sellers(region: change.region)
        let probe = try await ProbeRequest(call, reason: change.reason)
        var isOpen = false
        var told: [JSONValue] = []
        for seller in sellers {
            let end = try await probe.end(for: seller.key)
            isOpen = isOpen || end.outcome == .open
            told.append(JSONValue.object(seller.key.members).adding(end.members))
        }
        return APIReply(.object(["sellers": .array(told)]), status: isOpen ? .accepted : .ok)
    }
}

extension AuthorizationKey {
    /// The key as programs read it.
    fileprivate var members: [String: JSONValue] {
        ["seller": .string(seller), "region": .string(region), "application": .string(application)]
    }
}
