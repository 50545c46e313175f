import HTTPTypes
import OperationCatalogue

/// One thing that programs may ask or do: where, with what, what comes of it. The router, the checks of what comes in
/// and the OpenAPI document are made of it.
struct APIRoute: Sendable {
    typealias Method = HTTPTypes.HTTPRequest.Method

    /// What a body may be.
    struct Body: Sendable {
        /// The schema's name among those of the document.
        let schema: String
        /// Whether it must be there.
        let isRequired: Bool
    }

    /// What it is to be found under in the document.
    let tag: Tag
    /// The name by which generated clients know it.
    let name: String
    let method: Method
    /// Its address below `/api/v1`, with `{name}` where a parameter stands.
    let path: String
    /// What it does, in a few words.
    let summary: String
    /// What else is to be known.
    let about: String
    let parameters: [APIParameter]
    let body: Body?
    /// What it answers when all is well, and the refusals that are its own.
    let answers: [APIAnswer]
    /// Does it.
    let respond: @Sendable (APICall) async throws -> APIReply

    init(
        _ tag: Tag, _ name: String, _ method: Method, _ path: String, _ summary: String, about: String = "",
        parameters: [APIParameter] = [], body: Body? = nil, answers: [APIAnswer],
        respond: @escaping @Sendable (APICall) async throws -> APIReply
    ) {
        self.tag = tag
        self.name = name
        self.method = method
        self.path = path
        self.summary = summary
        self.about = about
        self.parameters = parameters
        self.body = body
        self.answers = answers
        self.respond = respond
    }

    /// Whether it changes something, so that operators alone may do it.
    var isWrite: Bool { method != .get }

    /// Its whole address, as the document has it.
    var fullPath: String { "\(APIPart.place)/\(path)" }

    /// Its whole address, as the router has it.
    var routerPath: String {
        fullPath.split(separator: "/").map { $0.hasPrefix("{") ? ":" + $0.dropFirst().dropLast() : String($0) }
            .joined(separator: "/")
    }
}

extension APIRoute {
    /// The parts of the API.
    enum Tag: String, Sendable, CaseIterable {
        case jobs, sellers, lanes, schedules, applications, workers, events, status

        /// What it is about.
        var about: String {
            switch self {
            case .jobs: "What is to be done with Amazon, what is being done and what came of it."
            case .sellers: "Each seller's authorization in each region: whether it works, and what waits for it."
            case .lanes: "Usage plans in force: one for each seller, region and operation."
            case .schedules: "Job definitions of the folder jobs/: when they fire, and how they went."
            case .applications: "Applications that are registered with Amazon."
            case .workers: "Processes that work on the queue."
            case .events: "What happened to sellers and applications, and what people and programs did."
            case .status: "Whether the installation works, and who is stuck."
            }
        }
    }
}
