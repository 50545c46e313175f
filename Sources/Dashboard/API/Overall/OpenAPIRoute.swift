import HTTPTypes
import Hummingbird
import NIOCore
import OperationCatalogue
import Synchronization

/// The description of all this, for programs that make clients and tests of it.
enum OpenAPIRoute {
    /// Written once, when somebody first asks for it.
    private final class Document: Sendable {
        private let text = Mutex<ByteBuffer?>(nil)

        func bytes(_ make: () -> OpenAPIDocument) -> ByteBuffer {
            text.withLock { text in
                if let text { return text }
                let made = ByteBuffer(string: make().json.text + "\n")
                text = made
                return made
            }
        }
    }

    /// The route of the document, which is part of it.
    ///
    /// - Parameter routes: All others.
    static func route(describing routes: [APIRoute]) -> APIRoute {
        let document = Document()
        return route { call in
            let bytes = document.bytes {
                OpenAPIDocument(
                    routes + [route { _ in throw Refusal.notFound() }], version: call.installation.version,
                    needsToken: call.site.access.needsLogin)
            }
            return APIReply(
                Response(
                    status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: bytes)))
        }
    }

    private static func route(_ respond: @escaping @Sendable (APICall) async throws -> APIReply) -> APIRoute {
        APIRoute(
            .status, "getOpenAPI", .get, "openapi.json", "Describe this API in OpenAPI 3.1",
            answers: [.ok("OpenAPI", "The description."), .badRequest], respond: respond)
    }
}
