import OperationCatalogue
import Ports

/// Answers calls of the API: admission under the lock, the work outside it, the books under the lock again.
struct CallDesk {
    let state: SandboxState
    let random: any RandomSource
    private let router: PathRouter
    private let rules: [OperationRules]

    init(state: SandboxState, random: any RandomSource, operations: [Operation]) {
        self.state = state
        self.random = random
        router = PathRouter(operations)
        rules = operations.map(OperationRules.init)
    }

    /// - Parameter path: The path behind the region.
    func answer(_ request: IncomingRequest, region: Region, path: Substring) -> Answer {
        let moment = state.moment()
        let match = router.match(method: request.method, path: path)
        let rules = match.map { self.rules[$0.operation] }
        let gate = Gate(
            region: region, rules: rules, index: match?.operation ?? -1, path: path,
            token: request.header("x-amz-access-token"), start: state.startedOn)
        var (admission, delay, date) = state.withCore { core in
            let admission = gate.admit(at: moment.elapsed, core: &core) { random.unit() }
            return (admission, core.delay(forSeller: admission.seller), core.date(at: moment.wall))
        }
        var reply = admission.refusal ?? Reply(status: 0)
        if let rules, let match, admission.refusal == nil, admission.fault.map(\.carriedOut) ?? true {
            reply = perform(request, rules: rules, match: match, region: region, admission: &admission, at: moment)
        }
        delay += admission.fault?.latency ?? .zero
        var answer = Answer(manner: .reply(reply), delay: delay, requestId: random.requestId(), date: date)
        switch admission.fault?.kind {
        case .reset: answer.manner = .reset
        case .hang: answer.manner = .hang
        case let kind?: if let spoilt = Reply.fault(kind) { answer.manner = .reply(spoilt) }
        case nil: break
        }
        if case .reply(let reply) = answer.manner, Self.carriesRate(reply.status) { answer.rate = admission.rate }
        record(
            request, path: path, reply, admission: admission, gate: gate, answer: answer,
            at: moment)
        return answer
    }

    private func perform(
        _ request: IncomingRequest, rules: OperationRules, match: PathRouter.Match, region: Region,
        admission: inout Admission, at moment: Moment
    ) -> Reply {
        do {
            let seller = admission.seller.map { state.world.sellers[$0] }
            let parsed = try CallCheck.parse(
                request, rules: rules, values: match.values, region: region, seller: seller)
            if rules.shortName == RestrictedOrder.operation, let place = admission.seller {
                return try mint(parsed.body, for: place, at: moment)
            }
            if request.method != "GET" { admission.effectId = state.withCore { $0.nextEffectId() } }
            let context = CheckedCall(
                rules: rules, world: state.world, seller: seller, sellerIndex: admission.seller ?? -1,
                applicationIndex: admission.application, region: region, path: parsed.path, query: parsed.query,
                body: parsed.body, now: moment.wall, start: state.startedOn, effectId: admission.effectId,
                dataElements: admission.dataElements,
                origin: "http://" + (request.authority ?? "127.0.0.1"))
            if let batch = Batch(context) { return self.reply(to: batch, context, &admission, at: moment) }
            let made = state.withCore { core -> Reply? in
                if Creations.serves(rules) { return core.creations.reply(to: context) }
                do throws(CallCheck.Refusal) {
                    return try core.workshop.reply(to: context)
                } catch {
                    return error.reply
                }
            }
            let reply = made ?? Behaviour.reply(to: context)
            if !reply.isSuccess { admission.effectId = nil }
            return reply
        } catch {
            return error.reply
        }
    }

    private func reply(
        to batch: Batch, _ context: CheckedCall, _ admission: inout Admission, at moment: Moment
    ) -> Reply {
        let names = batch.names
        admission.items = names.count
        if let refusal = batch.refusal {
            admission.effectId = nil
            return refusal
        }
        let (operation, seller, region) = (context.rules.name, context.seller?.id, context.region)
        let faults = state.withCore { core in
            names.map { name in
                core.faults.draw(
                    for: .init(operation: operation, seller: seller, region: region, item: name), at: moment.elapsed
                ) { random.unit() }
            }
        }
        return batch.reply(faults: faults)
    }

    private func mint(_ body: JSONValue?, for place: Int, at moment: Moment) throws(CallCheck.Refusal) -> Reply {
        let seller = state.world.sellers[place]
        let application = state.world.applications.first { $0.id == seller.application }
        let order = try RestrictedOrder(body, of: seller, application) { method, path in
            // Names in braces stand where values would.
            router.match(method: method, path: path).map { rules[$0.operation] }
        }
        let opensNothing = state.withCore { core in
            order.grants.contains {
                core.workshop.isOpen($0.path, of: place, world: core.world, start: state.startedOn)
            }
        }
        guard !opensNothing else { throw CallCheck.Refusal(reply: .noPersonalData) }
        let token = "Atz.sprdt|" + random.identifier() + random.identifier()
        state.withCore { core in
            core.tokens.issue(
                token, to: .restricted(place, order.grants), at: moment.elapsed, lifetime: RestrictedOrder.lifetime)
            core.ledger.recordMint()
        }
        return .restrictedToken(token)
    }

    /// Amazon's documentation: the header comes with 20x, 400 and 404 only, and not always.
    private static func carriesRate(_ status: Int) -> Bool {
        (200..<210).contains(status) || status == 400 || status == 404
    }

    private func record(
        _ request: IncomingRequest, path: Substring, _ reply: Reply, admission: Admission, gate: Gate,
        answer: Answer, at moment: Moment
    ) {
        let seller = admission.seller.map { state.world.sellers[$0] }
        let name = gate.rules?.name ?? request.method
        var row = LedgerRow(
            kind: .call, at: moment.elapsed, time: moment.wall,
            application: seller?.application ?? admission.application.map { state.world.applications[$0].id },
            seller: seller?.id, region: gate.region, operation: name, status: 0, requestId: answer.requestId,
            bodyHash: request.body.isEmpty ? nil : Fingerprint(request.body).text, effectId: admission.effectId,
            items: admission.items)
        if case .reply(let reply) = answer.manner {
            row.status = reply.status
            row.note = reply.note
        }
        if let fault = admission.fault { row.note = "fault \(fault.kind.rawValue)" }
        var content = Fingerprint()
        if admission.effectId != nil {
            content.add(path.utf8)
            content.add("?".utf8)
            content.add((request.query ?? "").utf8)
            content.add([0])
            content.add(request.body)
        }
        state.withCore { core in
            core.ledger.record(row)
            if let throttle = admission.throttle { core.ledger.record(throttle) }
            if let complaint = reply.complaint {
                core.ledger.record(
                    Ledger.Complaint(at: moment.elapsed, operation: name, seller: seller?.id, message: complaint))
            }
            if admission.effectId != nil {
                core.ledger.recordEffect(operation: name, seller: seller?.id, region: gate.region, content: content)
            }
            if let created = reply.created {
                core.ledger.record(
                    Ledger.Creation(
                        id: created.id, at: moment.elapsed, time: moment.wall, contentHash: created.contentHash),
                    as: Ledger.CreationKey(
                        operation: name, seller: seller?.id, region: gate.region,
                        body: String(decoding: request.body, as: UTF8.self)))
            }
        }
    }
}
