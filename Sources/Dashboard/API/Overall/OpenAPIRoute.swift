import HTTPTypes

/// The description of all this, for programs that make clients and tests of it.
enum OpenAPIRoute {
    /// The route of the document, which is part of it.
    ///
    /// - Parameter routes: All others.
    static func route(describing routes: [APIRoute]) -> APIRoute {
        APIRoute(
            .status, "getOpenAPI", .get, "openapi.json", "Describe this API in OpenAPI 3.1",
            answers: [.ok("OpenAPI", "The description."), .badRequest]
        ) { call in
            APIReply(
                OpenAPIDocument(
                    routes + [route(describing: routes)], version: call.installation.version,
                    needsToken: call.site.access.needsLogin
                ).json)
        }
    }
}
