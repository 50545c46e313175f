import HTTPTypes
package import Hummingbird
import NIOCore

/// Serves what is measured, for Prometheus to scrape.
package struct MetricsRoutes: Sendable {
    private let metrics: PrometheusMetrics?
    private let gauges: @Sendable () async -> [MetricSample]

    /// - Parameters:
    ///   - metrics: What this process counts; `nil` when it does no work.
    ///   - gauges: Reads what is not counted.
    package init(metrics: PrometheusMetrics?, gauges: @escaping @Sendable () async -> [MetricSample]) {
        self.metrics = metrics
        self.gauges = gauges
    }

    /// Adds `GET /metrics`.
    package func add<Context: RequestContext>(to router: some RouterMethods<Context>) {
        router.get("metrics") { _, _ in
            let text = await text()
            return Response(
                status: .ok, headers: [.contentType: PrometheusText.contentType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
    }

    /// What is served now.
    package func text() async -> String {
        let read = await gauges()
        return PrometheusText.text((metrics?.samples ?? []) + read)
    }
}
