import OperationCatalogue
import Ports

/// Sends a request to the desk that its path names.
struct Exchange {
    let state: SandboxState
    private let random: any RandomSource
    private let calls: CallDesk
    private let login: LoginDesk
    private let documents: DocumentDesk
    private let control: ControlDesk

    init(state: SandboxState, random: any RandomSource, operations: [Operation]) {
        self.state = state
        self.random = random
        calls = CallDesk(state: state, random: random, operations: operations)
        login = LoginDesk(state: state, random: random)
        documents = DocumentDesk(state: state, random: random)
        control = ControlDesk(state: state)
    }

    func answer(_ request: IncomingRequest) -> Answer {
        if request.path == SandboxAddress.lwaPath { return login.answer(request) }
        let (first, rest) = Self.split(request.path)
        switch first {
        case "na": return calls.answer(request, region: .northAmerica, path: rest)
        case "eu": return calls.answer(request, region: .europe, path: rest)
        case "fe": return calls.answer(request, region: .farEast, path: rest)
        case DocumentAddress.place[...]: return documents.answer(request, path: rest)
        case "_control":
            guard let find = control.search(request, path: rest) else {
                return plain(control.reply(to: request, path: rest))
            }
            return plain(.later(find))
        default: return plain(.unrouted)
        }
    }

    /// An answer to something that is no business of the ledger.
    func plain(_ reply: Reply) -> Answer {
        plain(.reply(reply))
    }

    private func plain(_ manner: Answer.Manner) -> Answer {
        let now = state.moment().wall
        return Answer(
            manner: manner, requestId: random.requestId(), date: state.withCore { $0.date(at: now) })
    }

    /// The first segment of a path, and what follows with its slash.
    private static func split(_ path: Substring) -> (first: Substring, rest: Substring) {
        let path = path.dropFirst()
        guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else { return (path, "") }
        return (path[..<slash], path[slash...])
    }
}
