import JobStore
import Ports
import SellerJobs

extension Composition {
    /// What tells the targets of hooks.
    ///
    /// - Parameter secrets: The worker's cache.
    func hookDelivery(
        _ configuration: Configuration, store: any JobStore, transport: any HTTPTransport, secrets: CredentialCache
    ) -> HookDelivery {
        let factor = max(1, timeScale)
        var limits = HookSender.Limits()
        // Targets live in real time.
        limits.post = limits.post * factor
        limits.exec = limits.exec * factor
        limits.rest = limits.rest * factor
        let sender = HookSender(
            transport: transport, secrets: secrets, redactor: redactor,
            program: HookProgram(directory: configuration.directory, environment: environment), timekeeper: timekeeper,
            limits: limits, userAgent: "spworker/\(Spworker.version)")
        return HookDelivery(
            targets: configuration.hooks.targets, store: store, sender: sender, timekeeper: timekeeper, random: random,
            pace: HookDelivery.Pace().scaled(by: factor), logger: logger)
    }
}
