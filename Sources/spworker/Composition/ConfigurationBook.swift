import SellerJobs

/// Who is served by one configuration, from one look to the next.
struct ConfigurationBook: SellerBook {
    private let composition: Composition
    private let configuration: Configuration
    private let disk: any ConfigurationFiles

    init(
        _ composition: Composition, _ configuration: Configuration,
        files: any ConfigurationFiles = DiskConfigurationFiles()
    ) {
        self.composition = composition
        self.configuration = configuration
        disk = files
    }

    var sources: [SellerSource] { configuration.sources }
    var files: Set<String> { configuration.sellerFiles }

    func roll(_ names: [SellerSource: [String]]) async throws -> SellerRoll {
        let (before, disk) = (configuration, disk)
        do {
            // Ten thousand lines take their time, whether they come from a file or from elsewhere.
            let (now, discovery) = try await Offload.run { try before.rereading(disk).finding(names) }
            return SellerRoll(
                directory: composition.directory(now), flaws: discovery.flaws, strangers: discovery.strangers)
        } catch let error as ConfigurationError {
            throw SellerFileFlaws(error)
        }
    }
}

/// What is wrong with the files that name sellers, in one line.
struct SellerFileFlaws: Error, CustomStringConvertible {
    private static let told = 5

    let description: String

    init(_ error: ConfigurationError) {
        let some = error.problems.prefix(Self.told).map(\.description).joined(separator: "; ")
        let rest = error.problems.count - Self.told
        description = rest > 0 ? "\(some); and \(rest) more" : some
    }
}
