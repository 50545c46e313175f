import HTTPTypes
import Overview

/// Whether it works.
enum StatusRoutes {
    static let all = [
        APIRoute(
            .status, "getStatus", .get, "status", "Tell whether the installation works, and who is stuck",
            about: "The answer is 200 also when it is not healthy; `/readyz` answers 503.",
            answers: [.ok("Status", "How it is."), .badRequest]
        ) { APIReply(try await $0.installation.health().json) }
    ]
}
