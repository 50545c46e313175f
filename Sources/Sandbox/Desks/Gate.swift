import OperationCatalogue

/// What was found out about a call before any work was done.
struct Admission {
    /// The seller's place in the world.
    var seller: Int?
    /// The application's place in the world, for grantless tokens.
    var application: Int?
    /// The final answer, or `nil` when the call may go on.
    var refusal: Reply?
    /// The fault that hits the call.
    var fault: Fault?
    /// The rate of the plan that was charged.
    var rate: Double?
    /// The details of a call over its plan.
    var throttle: Ledger.Throttle?
    /// The id of what the call changed.
    var effectId: String?
    /// How many items a batch has.
    var items: Int?
    /// The personal data that the answer may hold where the operation has a choice.
    var dataElements: Set<String> = []
}

/// Decides whether a call may go on: token, path, authorization, usage plan, fault, in this order.
struct Gate {
    let region: Region
    /// The operation that is called, or `nil` when the path means none.
    let rules: OperationRules?
    /// The operation's place in the catalogue.
    let index: Int
    /// The path behind the region.
    let path: Substring
    /// The value of the token header.
    let token: String?
    /// The wall clock at the start of the sandbox.
    let start: Instant

    func admit(at now: Duration, core: inout SandboxCore, random: () -> Double) -> Admission {
        var admission = Admission()
        guard let token, !token.isEmpty else {
            admission.refusal = .tokenMissing
            return admission
        }
        switch core.tokens.standing(of: token, at: now) {
        case .unknown: admission.refusal = .tokenInvalid
        case .expired: admission.refusal = .tokenExpired
        case .valid(.seller(let seller)):
            admission.seller = seller
            admission.refusal =
                refusal(ofSellerIn: core.world.sellers[seller].region)
                ?? refusalWithoutRestrictedToken(of: seller, core.workshop, core.world)
        case .valid(.restricted(let seller, let grants)):
            admission.seller = seller
            admission.refusal = refusal(ofSellerIn: core.world.sellers[seller].region)
            guard admission.refusal == nil, let rules else { return admission }
            let opening = grants.filter { $0.opens(rules.operation, path: path) }
            admission.dataElements = opening.reduce(into: []) { $0.formUnion($1.dataElements) }
            if opening.isEmpty {
                admission.refusal = .denied(complaint: "a restricted data token for something else was sent")
            }
        case .valid(.application(let application, let scopes)):
            admission.application = application
            admission.refusal = refusal(of: scopes)
        }
        guard admission.refusal == nil, let rules else { return admission }
        charge(rules, &admission, at: now, core: &core)
        guard admission.refusal == nil else { return admission }
        let seller = admission.seller.map { core.world.sellers[$0].id }
        admission.fault = core.faults.draw(
            for: .init(operation: rules.name, seller: seller, region: region), at: now, random: random)
        return admission
    }

    private func refusal(ofSellerIn home: Region) -> Reply? {
        if home != region {
            return .denied(complaint: "an access token of region \(home.rawValue) was sent to \(region.rawValue)")
        }
        guard let rules else { return .denied(complaint: "the path means no operation") }
        guard rules.operation.grantlessScope == nil else {
            return .denied(complaint: "a seller's access token was sent to a grantless operation")
        }
        return nil
    }

    /// Where the operation knows data elements, only these are left out of answers to a plain access token.
    private func refusalWithoutRestrictedToken(of seller: Int, _ workshop: Workshop, _ world: World) -> Reply? {
        guard let operation = rules?.operation, operation.isRestricted, operation.restrictedDataElements.isEmpty,
            !isOpenDocument(seller, workshop, world)
        else { return nil }
        return .denied(complaint: "an access token was sent where a restricted data token is due")
    }

    /// Whether a report's document is asked for that holds no personal data.
    private func isOpenDocument(_ seller: Int, _ workshop: Workshop, _ world: World) -> Bool {
        rules?.shortName == RestrictedOrder.document
            && workshop.isOpen(path, of: seller, world: world, start: start)
    }

    private func refusal(of scopes: Set<String>) -> Reply? {
        guard let rules else { return .denied(complaint: "the path means no operation") }
        guard let scope = rules.operation.grantlessScope else {
            return .denied(complaint: "a grantless access token was sent to a seller's operation")
        }
        return scopes.contains(scope) ? nil : .denied(complaint: "the access token lacks the scope \(scope)")
    }

    private func charge(
        _ rules: OperationRules, _ admission: inout Admission, at now: Duration, core: inout SandboxCore
    ) {
        let caller: PlanBook.Caller
        if let seller = admission.seller {
            caller = .seller(seller)
        } else if let application = admission.application {
            caller = .application(application)
        } else {
            return
        }
        let early: Duration
        let isApplicationLimit: Bool
        switch core.plans.charge(caller, operation: rules.operation, index: index, at: now) {
        case .allowed(let rate):
            admission.rate = rate
            return
        case .callerLimit(let wait):
            admission.refusal = .overQuota
            (early, isApplicationLimit) = (wait, false)
        case .applicationLimit(let wait):
            admission.refusal = .overApplicationQuota
            (early, isApplicationLimit) = (wait, true)
        }
        admission.throttle = Ledger.Throttle(
            at: now, operation: rules.name, seller: admission.seller.map { core.world.sellers[$0].id }, region: region,
            early: early, isApplicationLimit: isApplicationLimit)
    }
}
