import Foundation
import JobModel
import OperationCatalogue
import SellerJobs
import StarterFiles
import Testing

@testable import spworker

@Suite("Definitions to begin with")
struct StarterDefinitionTests {
    private static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "jobs/definitions")
    }

    private static func read(_ text: String, _ name: String) throws -> JobDefinition {
        try DefinitionReader(zones: testZones) { path in StarterFiles.queries.first { $0.name == path }?.text }
            .read(text, path: name)
    }

    @Test("are every file of jobs/definitions, word for word")
    func complete() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let files = StarterFiles.definitions + StarterFiles.queries
        #expect(files.map(\.name).sorted() == names.sorted())
        for (name, text) in files {
            #expect(try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8) == text)
        }
    }

    @Test(
        "can be used, and become jobs of a seller of each region", arguments: StarterFiles.definitions.map(\.name),
        ["acme", "globex", "initech"])
    func admitted(name: String, seller: String) throws {
        let text = try #require(StarterFiles.definitions.first { $0.name == name }).text
        let definition = try Self.read(text, name)
        let settings = try DefinitionSellers.seller(seller)
        #expect(definition.sellers.includes(settings))
        let now = DefinitionSellers.now
        let admitted = try DefinitionSellers.admission()
            .admission(of: definition, for: settings, .init(scheduledAt: now), now: now).sample
        #expect(admitted.warnings.isEmpty, "\(admitted.warnings)")
        let suffix = definition.job.kind == "request" ? "@" : ""
        #expect(admitted.job.operation.hasPrefix(definition.job.target + suffix))
        #expect(
            admitted.job.authorization
                == AuthorizationKey(application: "main", seller: seller, region: settings.region.rawValue))
        #expect(admitted.job.output == definition.job.output)
    }

    @Test("fire by themselves, and spread the sellers")
    func schedules() throws {
        for (name, text) in StarterFiles.definitions {
            let schedule = try #require(try Self.read(text, name).schedule)
            #expect(schedule.jitter != .none, "\(name)")
        }
    }

    @Test("have names of their own, and say how they are run")
    func names() throws {
        let definitions = try StarterFiles.definitions.map {
            try Self.read($0.text, $0.name)
        }
        #expect(Set(definitions.map(\.name)).count == definitions.count)
        for (definition, file) in zip(definitions, StarterFiles.definitions) {
            #expect(file.text.contains("spworker schedules run \(definition.name) "))
        }
    }
}
