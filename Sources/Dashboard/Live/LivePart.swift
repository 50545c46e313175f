import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Tells open pages that something has changed, as server-sent events. A stream ends with its session.
struct LivePart: SitePart {
    let site: Site

    func add(to router: Router<DashboardContext>) {
        router.get("live") { request, context -> Response in
            guard let news = await site.watcher.listen() else {
                throw Refusal(
                    .serviceUnavailable, "Too many look already", "Pages do not follow by themselves for now.",
                    cure: "Reload the page to see what has changed.", headers: [.retryAfter: "60"])
            }
            return Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: Self.body(news, request, while: site.welcome(of: context.session)))
        }
    }

    private static func body(
        _ news: AsyncStream<ChangeWatcher.News>, _ request: Request, while isWelcome: @escaping @Sendable () -> Bool
    ) -> ResponseBody {
        ResponseBody { writer in
            // At once: a browser takes the connection for open only then.
            try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                for await item in news.cancelOnGracefulShutdown() {
                    guard isWelcome() else { break }
                    try await writer.write(ByteBuffer(string: text(item)))
                }
            }
            try await writer.finish(nil)
        }
    }

    static func text(_ news: ChangeWatcher.News) -> String {
        switch news {
        case .change: "event: change\ndata: now\n\n"
        case .nothing: ": still here\n\n"
        }
    }
}
