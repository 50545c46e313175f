import OperationCatalogue
import Ports

/// Answers token exchanges.
struct LoginDesk {
    let state: SandboxState
    let random: any RandomSource

    /// What an exchange was about, as far as it could be told, and how it went.
    private struct Course {
        var application: Int?
        var seller: Int?
        var result: Result<[UInt8], LoginError>
        var complaint: String?
    }

    func answer(_ request: IncomingRequest) -> Answer {
        let moment = state.moment()
        let requestId = random.requestId()
        let token = "Atza|" + random.identifier() + random.identifier()
        let parsed = parse(request)
        return state.withCore { core in
            let seller = parsed.seller(in: core)
            let subject = FaultPlan.Subject(
                operation: FaultPlan.login, seller: seller.map { core.world.sellers[$0].id },
                region: seller.map { core.world.sellers[$0].region })
            let fault = core.faults.draw(for: subject, at: moment.elapsed) { random.unit() }
            var course = Course(seller: seller, result: .failure(.invalidClient))
            if fault.map(\.carriedOut) ?? true {
                course = exchange(parsed, token: token, at: moment.elapsed, core: &core)
            }
            var answer = Answer(
                manner: .reply(reply(course.result, requestId: requestId)),
                delay: core.delay(forSeller: seller) + (fault?.latency ?? .zero), requestId: requestId,
                date: core.date(at: moment.wall))
            if let fault { answer.manner = spoilt(answer.manner, by: fault, requestId: requestId) }
            record(course, answer: answer, fault: fault, at: moment, core: &core)
            return answer
        }
    }

    private func parse(_ request: IncomingRequest) -> Result<LoginRequest, LoginError> {
        guard request.method == "POST", request.query == nil else {
            return .failure(.invalidRequest("Token exchanges are POST requests without a query"))
        }
        return Result { () throws(LoginError) in
            try LoginRequest(LoginForm(contentType: request.header("content-type"), body: request.body))
        }
    }

    private func exchange(
        _ parsed: Result<LoginRequest, LoginError>, token: String, at now: Duration, core: inout SandboxCore
    ) -> Course {
        let request: LoginRequest
        switch parsed {
        case .failure(let error): return Course(result: .failure(error), complaint: error.message)
        case .success(let parsed): request = parsed
        }
        let seller = parsed.seller(in: core)
        guard let index = core.application(clientId: request.clientId, clientSecret: request.clientSecret) else {
            let known = core.world.applications.firstIndex { $0.clientId == request.clientId }
            return Course(application: known, seller: seller, result: .failure(.invalidClient))
        }
        let application = core.world.applications[index]
        switch request {
        case .grantless(let scopes, _, _):
            guard scopes.isSubset(of: application.scopes) else {
                return Course(
                    application: index, result: .failure(.invalidScope), complaint: "an unknown scope was asked for")
            }
            let lifetime = core.world.accessTokenLifetime
            core.tokens.issue(token, to: .application(index, scopes: scopes), at: now, lifetime: lifetime)
            return Course(application: index, result: .success(success(token, lifetime: lifetime, refreshToken: nil)))
        case .refresh(let refreshToken, _, _):
            guard let seller else { return Course(application: index, result: .failure(.invalidGrant)) }
            guard core.world.sellers[seller].application == application.id else {
                return Course(
                    application: index, seller: seller, result: .failure(.unauthorizedClient),
                    complaint: "a refresh token was sent with another application's client id")
            }
            guard !core.tokens.isRevoked(seller) else {
                return Course(application: index, seller: seller, result: .failure(.invalidGrant))
            }
            let lifetime = core.world.sellers[seller].accessTokenLifetime ?? core.world.accessTokenLifetime
            core.tokens.issue(token, to: .seller(seller), at: now, lifetime: lifetime)
            let body = success(token, lifetime: lifetime, refreshToken: refreshToken)
            return Course(application: index, seller: seller, result: .success(body))
        }
    }

    private func success(_ token: String, lifetime: Duration, refreshToken: String?) -> [UInt8] {
        JSONWriter.object { writer in
            writer.member("access_token", token)
            writer.member("refresh_token", refreshToken)
            writer.member("token_type", "bearer")
            writer.member("expires_in", Int(lifetime.components.seconds))
        }
    }

    private func reply(_ result: Result<[UInt8], LoginError>, requestId: String) -> Reply {
        switch result {
        case .success(let body): Reply(status: 200, contentType: "application/json;charset=UTF-8", body: body)
        case .failure(let error): .login(error, requestId: requestId)
        }
    }

    private func spoilt(_ manner: Answer.Manner, by fault: Fault, requestId: String) -> Answer.Manner {
        switch fault.kind {
        case .slow: manner
        case .reset: .reset
        case .hang: .hang
        case .html, .page, .empty: Reply.fault(fault.kind).map { .reply($0) } ?? manner
        default: LoginError(fault.kind).map { .reply(.login($0, requestId: requestId)) } ?? manner
        }
    }

    private func record(_ course: Course, answer: Answer, fault: Fault?, at moment: Moment, core: inout SandboxCore) {
        let seller = course.seller.map { core.world.sellers[$0] }
        var row = LedgerRow(
            kind: .exchange, at: moment.elapsed, time: moment.wall,
            application: course.application.map { core.world.applications[$0].id } ?? seller?.application,
            seller: seller?.id, region: seller?.region, operation: FaultPlan.login, status: 0,
            requestId: answer.requestId)
        if case .reply(let reply) = answer.manner {
            row.status = reply.status
            row.note = reply.note
        }
        if let fault, fault.kind != .slow { row.note = row.note ?? fault.kind.rawValue }
        core.ledger.record(row)
        if let complaint = course.complaint {
            core.ledger.record(
                Ledger.Complaint(
                    at: moment.elapsed, operation: FaultPlan.login, seller: seller?.id, message: complaint))
        }
    }
}

extension Result<LoginRequest, LoginError> {
    /// The place of the seller whom the refresh token belongs to.
    fileprivate func seller(in core: borrowing SandboxCore) -> Int? {
        guard case .success(.refresh(let token, _, _)) = self else { return nil }
        return core.tokens.owner(ofRefreshToken: token)
    }
}
