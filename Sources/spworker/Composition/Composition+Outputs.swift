import Ports
import Secrets
import SellerJobs

// Where results go.
extension Composition {
    /// The output directory, and S3 for what goes there. Nothing of AWS is touched before an output needs it.
    func outputFolder(_ configuration: Configuration) -> OutputFolder {
        OutputFolder(
            path: configuration.output.directory, mode: configuration.output.mode,
            minFree: configuration.output.minFree, timekeeper: timekeeper,
            measureEvery: .seconds(1) * max(1, timeScale), existing: configuration.output.existing,
            objects: ObjectOutputs(objectStore(configuration)), host: host)
    }

    private func objectStore(_ configuration: Configuration) -> ObjectStore {
        let identity = awsAccess(configuration).identity
        let region = configuration.output.s3.region
        return ObjectStore(
            configuration.output.s3, transport: awsCarrier(configuration),
            // AWS lives in real time.
            timekeeper: realTimekeeper, random: random
        ) {
            let standard = try await identity.regions().standard?.region
            // The machine is asked only where nothing else tells: that takes a while where it does not know.
            let machine = region == nil && standard == nil ? await identity.machineRegion() : nil
            return ObjectIdentity(
                credentials: identity.credentials, endpoints: try await identity.endpoints(),
                region: standard ?? machine)
        }
    }
}
