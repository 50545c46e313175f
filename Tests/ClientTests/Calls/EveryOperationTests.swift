import OperationCatalogue
import Ports
import Sandbox
import SellingPartner
import Testing

@Suite("Every operation of the API", .timeLimit(.minutes(5)))
struct EveryOperationTests {
    private static let operations = OperationCatalogue.builtIn.all

    @Test("is called as Amazon wants it, and every kind of answer is understood")
    func answers() async throws {
        try await Stage.play(.unhurried(sellers: 3)) { stage in
            let rig = ClientRig(stage)
            var problems = await each(atOnce: 24) { index in
                try await Self.answers(to: Self.operations[index], of: stage.world.sellers[index % 3], rig)
            }
            problems += await each(atOnce: 64) { index in
                try await Self.silence(after: Self.operations[index], of: stage.world.sellers[index % 3], rig)
            }
            problems += stage.faultsFound
            #expect(problems.isEmpty, "\(problems.count) problems:\n\(problems.prefix(30).joined(separator: "\n"))")
            #expect(Self.operations.count == 370)

            // Beside those of the table: success with every parameter, and silence.
            let outcomes = CallCase.all.count + 2
            let requests = stage.state.withLedger { ledger in ledger.callCount() }
            print(
                "Exercised: \(Self.operations.count) operations x \(outcomes) outcomes =",
                "\(Self.operations.count * outcomes) calls with \(requests) requests; \(problems.count) problems.")
        }
    }

    /// Calls an operation once for every kind of answer.
    private static func answers(
        to operation: Operation, of seller: World.Seller, _ rig: ClientRig
    ) async throws -> [String] {
        var problems: [String] = []
        let everything = SampleCall(operation, of: seller, .everything)
        let take = try await rig.perform(everything, of: seller)
        problems += misunderstood(take, CallCase.all[0], operation).map { "with all parameters: \($0)" }
        let endpoint = rig.stage.address.endpoint(for: seller.region)
        problems += take.requests.flatMap { WireCheck($0, of: everything, endpoint: endpoint).problems }
        for call in CallCase.all {
            if let kind = call.fault {
                rig.stage.state.inject(Fault(match: .init(operation: operation.name), kind: kind, times: call.times))
            }
            let sample = SampleCall(operation, of: seller, .required)
            let take = try await rig.perform(sample, of: seller)
            problems += misunderstood(take, call, operation)
            problems += take.requests.flatMap { WireCheck($0, of: sample, endpoint: endpoint).problems }
        }
        return problems.map { "\(operation.name): \($0)" }
    }

    /// Calls an operation that does not answer.
    private static func silence(
        after operation: Operation, of seller: World.Seller, _ rig: ClientRig
    ) async throws -> [String] {
        rig.stage.state.inject(Fault(match: .init(operation: operation.name), kind: .hang, times: 1))
        let sample = SampleCall(operation, of: seller, .required)
        for _ in 0..<20 {
            // Long enough that a busy machine has sent the request by then. When it has not, the call is made anew.
            let take = try await rig.perform(sample, of: seller, timeout: .milliseconds(500))
            if case .notSent = take.result.verdict { continue }
            return misunderstood(take, .timeout, operation).map { "\(operation.name): \($0)" }
        }
        return ["\(operation.name): the request was never sent"]
    }

    private static func misunderstood(_ take: ClientRig.Take, _ call: CallCase, _ operation: Operation) -> [String] {
        let (verdict, requests) = (call.verdict(operation), call.requests)
        var problems: [String] = []
        if take.result.verdict != verdict, !(verdict.isSuccess && isRemembered(take.result.verdict, operation)) {
            problems.append("\(call.name) is taken for \(take.result.verdict), not \(verdict) (\(detail(take)))")
        }
        if take.result.requests != requests || take.requests.count != requests {
            problems.append("\(call.name) took \(take.requests.count) requests, not \(requests)")
        }
        if take.result.verdict.isSuccess, !take.body.isEmpty, (try? JSONValue(parsing: take.body)) == nil {
            problems.append("\(call.name): the body is not JSON")
        }
        if take.result.answer.map({ $0.requestID == nil }) ?? false {
            problems.append("\(call.name): the answer's request id is lost")
        }
        return problems
    }

    /// Whether the answer says that the sandbox remembers: what was made before cannot be made again, and what was never made
    /// cannot be found.
    private static func isRemembered(_ verdict: CallVerdict, _ operation: Operation) -> Bool {
        switch operation.id {
        case "createSubscription", "createDestination": verdict == .conflict
        case "getSubscription": verdict.isNotFound
        default: false
        }
    }

    private static func detail(_ take: ClientRig.Take) -> String {
        let url = take.requests.last.map { "\($0.method) \($0.url)" } ?? "nothing was sent"
        return "\(take.result.fault ?? take.result.report.summary), \(url)"
    }

    /// Does something for each operation, so many at once, and returns what was wrong.
    private func each(
        atOnce count: Int, _ body: @escaping @Sendable (Int) async throws -> [String]
    ) async -> [String] {
        // Restricted operations call this one for their tokens: what goes wrong with it on purpose must not hit theirs.
        let alone = Self.operations.indices.filter { Self.operations[$0].family == "tokens" }
        let others = Self.operations.indices.filter { Self.operations[$0].family != "tokens" }
        return await each(of: others, atOnce: count, body) + each(of: alone, atOnce: 1, body)
    }

    private func each(
        of indices: [Int], atOnce count: Int, _ body: @escaping @Sendable (Int) async throws -> [String]
    ) async -> [String] {
        await withTaskGroup(of: [String].self) { group in
            var problems: [String] = []
            for (place, index) in indices.enumerated() {
                if place >= count { problems += await group.next() ?? [] }
                group.addTask {
                    do { return try await body(index) } catch {
                        return ["\(Self.operations[index].name): \(error)"]
                    }
                }
            }
            for await found in group { problems += found }
            return problems
        }
    }
}
