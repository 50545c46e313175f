import ArgumentParser
import JobModel
import OperationCatalogue
import Ports
import SellerJobs
import Worker

@testable import spworker

/// The machine's zones.
let testZones: any ZoneSource = ZoneFiles(environment: [:] as [String: String])

/// Reads a definition as if it were the file `jobs/a.yaml`.
func definition(_ yaml: String) throws(ConfigurationError) -> JobDefinition {
    try DefinitionReader(zones: testZones).read(yaml, path: "jobs/a.yaml")
}

/// The problems of a definition, in the order of its lines; none when it can be used.
func definitionProblems(_ yaml: String) -> [String] {
    do throws(ConfigurationError) {
        _ = try definition(yaml)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// Sellers that definitions run for: one in each region, the first two with tags.
enum DefinitionSellers {
    static let now = Timestamp(microseconds: 1_769_947_200_000_000)  // 2026-02-01T12:00:00Z

    private static let yaml = """
        applications: [{id: main, clientId: "env:ID", clientSecret: "env:SECRET"}]
        sellers:
          - {id: acme, region: EU, marketplaces: [DE, FR], tags: [premium, big], refreshToken: "env:ACME"}
          - {id: globex, region: NA, marketplaces: [US], tags: [premium], refreshToken: "env:GLOBEX"}
          - {id: initech, region: FE, marketplaces: [JP], refreshToken: "env:INITECH"}
          - {id: bare, region: EU, refreshToken: "env:BARE"}
        """

    static func configuration() throws -> Configuration { try load(yaml) }

    static func seller(_ id: String) throws -> DefinitionSeller {
        guard let seller = try configuration().sellers.first(where: { $0.id == id }) else {
            throw JobRejection("There is no seller '\(id)'.")
        }
        return DefinitionSeller(seller)
    }

    /// Makes jobs for them.
    static func admission() throws -> DefinitionAdmission {
        let composition = try Composition(try GlobalOptions.parse([]))
        return DefinitionAdmission(
            admissions: KindAdmissions(directory: DirectoryHolder(composition.directory(try configuration()))),
            environment: { _ in nil })
    }
}
