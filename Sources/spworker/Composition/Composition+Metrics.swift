import Dashboard
import JobStore
import Logging
import Metrics
import Worker

/// What the program counts, and by what others tell that it is well.
extension Composition {
    /// Begins to count, once in the life of a process; to be called before anything is put together that counts. Without
    /// it all counting leads nowhere.
    func beginMetrics() -> PrometheusMetrics {
        let logger = logger
        return Self.begun.metrics(onRefusal: { logger.debug("A metric is not served.", metadata: ["reason": "\($0)"]) })
    }

    private static let begun = MetricsBeginning()

    /// What `/metrics` serves.
    ///
    /// - Parameter metrics: What this process counts; `nil` when it does no work.
    func metricsRoutes(_ configuration: Configuration, store: any JobStore, metrics: PrometheusMetrics?)
        -> MetricsRoutes
    {
        let gauges = QueueGauges(
            store: store, timekeeper: timekeeper, lease: configuration.worker.lease, version: Spworker.version)
        return MetricsRoutes(metrics: metrics) { await gauges.samples() }
    }

    /// What `/healthz` and `/readyz` answer.
    ///
    /// - Parameter engine: The worker in this process, if there is one.
    func healthRoutes(store: any JobStore, engine: WorkerEngine?) -> HealthRoutes {
        // A write takes real time.
        let proof = StoreProof(store: store, timekeeper: realTimekeeper)
        return HealthRoutes(timekeeper: timekeeper) {
            Readiness.Facts(storeFault: await proof.fault(), worker: engine.map { Readiness.Worker($0.vitals) })
        }
    }
}

extension Readiness.Worker {
    /// A worker by its vitals.
    init(_ vitals: WorkerVitals) {
        self.init(
            leaseUntil: vitals.leaseUntil, claimedAt: vitals.claimedAt, claimBeganAt: vitals.claimBeganAt,
            claimsFailSince: vitals.claimsFailSince, obstacle: vitals.obstacle, isDraining: vitals.isDraining)
    }
}
