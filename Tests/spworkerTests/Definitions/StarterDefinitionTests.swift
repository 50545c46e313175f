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
            .admission(
                of: definition, for: settings, .init(scheduledAt: now, item: { $0 == nil ? "order-1" : nil }), now: now
            ).sample
        #expect(admitted.warnings.isEmpty, "\(admitted.warnings)")
        let suffix = definition.job.kind == "request" ? "@" : ""
        #expect(admitted.job.operation.hasPrefix(definition.job.target + suffix))
        #expect(
            admitted.job.authorization
                == AuthorizationKey(application: "main", seller: seller, region: settings.region.rawValue))
        #expect(admitted.job.output == definition.job.output?.replacing("{item}", with: "order-1"))
    }

    private static func all() throws -> [JobDefinition] {
        try StarterFiles.definitions.map { try read($0.text, $0.name) }
    }

    /// Definitions that others run.
    private static func followers() throws -> Set<String> { Set(try all().compactMap { $0.then?.run }) }

    @Test("fire by themselves and spread the sellers, or are run by one that does")
    func schedules() throws {
        let followers = try Self.followers()
        #expect(followers == ["order-details"])
        for definition in try Self.all() where !followers.contains(definition.name) {
            let schedule = try #require(definition.schedule)
            #expect(schedule.jitter != .none, "\(definition.name)")
        }
    }

    @Test("that run another one name one that can follow, a member of each line, and a limit")
    func chains() throws {
        let definitions = Dictionary(uniqueKeysWithValues: try Self.all().map { ($0.name, $0) })
        for definition in definitions.values {
            guard let chain = definition.then else { continue }
            let next = try #require(definitions[chain.run])
            #expect(next.cursor == nil && next.schedule == nil && next.sellers == definition.sellers)
            #expect(DefinitionChain.circle(from: definition.name, among: definitions) == nil)
            #expect(chain.forEach && chain.item != nil && chain.limit < DefinitionChain.usualLimit)
            #expect(definition.job.output != nil, "a large result must be a file to be read line by line")
        }
    }

    @Test("have names of their own, and say how they are run")
    func names() throws {
        let definitions = try Self.all()
        #expect(Set(definitions.map(\.name)).count == definitions.count)
        for (definition, file) in zip(definitions, StarterFiles.definitions) {
            // What follows another definition is run by running that one.
            let name = definitions.first { $0.then?.run == definition.name }?.name ?? definition.name
            #expect(file.text.contains("spworker schedules run \(name) "))
        }
    }
}
