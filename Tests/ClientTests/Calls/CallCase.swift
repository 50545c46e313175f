import OperationCatalogue
import Sandbox
import SellingPartner

/// One way in which a call may go, and what the client must make of it. Written from Amazon's documentation, and not
/// from the client's own rules.
struct CallCase: Sendable {
    /// What goes wrong; `nil` when nothing does.
    let fault: Fault.Kind?
    /// How often it goes wrong.
    var times = 1
    /// What an operation's call comes to.
    let verdict: @Sendable (Operation) -> CallVerdict
    /// How many requests are sent.
    var requests = 1

    var name: String { fault.map { times > 1 ? "\($0.rawValue) twice" : $0.rawValue } ?? "success" }

    private init(
        _ fault: Fault.Kind?, times: Int = 1, requests: Int = 1,
        _ verdict: @escaping @Sendable (Operation) -> CallVerdict
    ) {
        self.fault = fault
        self.times = times
        self.requests = requests
        self.verdict = verdict
    }

    private static func of(_ fault: Fault.Kind, _ verdict: CallVerdict) -> CallCase { CallCase(fault) { _ in verdict } }

    private static func refused(_ fault: Fault.Kind, _ status: Int) -> [CallCase] {
        [
            // A fresh token is accepted.
            CallCase(fault, requests: 2) { .success(status: $0.successStatus) },
            // It is refused too: nothing is repeated more than once.
            CallCase(fault, times: 2, requests: 2) { _ in .tokenRefused(status: status) },
        ]
    }

    /// Every way but the one that takes its time.
    static let all: [CallCase] =
        [CallCase(nil) { .success(status: $0.successStatus) }]
        + refused(.unauthorized, 401) + refused(.expired, 403) + refused(.revoked, 403)
        + [
            .of(.badRequest, .rejected(status: 400)),
            .of(.secretExpired, .applicationSecretExpired),
            .of(.denied, .accessDenied),
            .of(.wrongRegion, .wrongRegion),
            .of(.tokenMissing, .accessDenied),
            .of(.unrouted, .misrouted),
            .of(.notFound, .rejected(status: 404)),
            .of(.conflict, .conflict),
            .of(.tooLarge, .rejected(status: 413)),
            .of(.throttled, .throttled(applicationWide: false)),
            .of(.applicationThrottled, .throttled(applicationWide: true)),
            .of(.internalError, .doubtful(.serverError(status: 500))),
            .of(.unavailable, .doubtful(.serverError(status: 503))),
            .of(.html, .doubtful(.serverError(status: 500))),
            .of(.page, .doubtful(.notJSON)),
            CallCase(.empty) { $0.mayAnswerWithNothing ? .success(status: 200) : .doubtful(.emptyBody) },
            .of(.reset, .doubtful(.connectionLost)),
        ]

    /// No answer comes.
    static let timeout = CallCase.of(.hang, .doubtful(.timeout))
}

extension Operation {
    /// Whether a success may be empty by Amazon's models: those with status 204, deletions, and messages to buyers.
    fileprivate var mayAnswerWithNothing: Bool {
        successStatus == 204 || method == "DELETE" || family == "messaging" || family == "solicitations"
    }
}
