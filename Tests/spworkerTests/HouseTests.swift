import Foundation
import Testing

@Suite("The house")
struct HouseTests {
    private static let ours: Set<String> = [
        "Ports", "JobModel", "OperationCatalogue", "JobStore", "SQLiteJobStore", "SQLiteMigrations",
        "PostgresJobStore", "PostgresMigrations", "Secrets",
        "SellingPartner", "SellerJobs", "Worker", "Sandbox", "StarterFiles", "JobStoreTesting",
        "Overview", "Dashboard",
    ]

    /// What each target may import of ours. Arrows point inward.
    private static let allowed: [(target: String, imports: Set<String>)] = [
        ("Ports", []), ("JobModel", []), ("OperationCatalogue", []),
        ("JobStore", ["JobModel"]),
        ("SQLiteJobStore", ["JobStore", "JobModel", "SQLiteMigrations"]),
        ("PostgresJobStore", ["JobStore", "JobModel", "PostgresMigrations"]),
        ("Secrets", ["Ports"]),
        ("SellingPartner", ["Ports", "Secrets", "OperationCatalogue"]),
        ("Worker", ["JobStore", "JobModel", "Ports"]),
        (
            "SellerJobs",
            ["SellingPartner", "Secrets", "OperationCatalogue", "JobStore", "JobModel", "Ports", "Worker"]
        ),
        ("Overview", ["JobStore", "JobModel", "OperationCatalogue"]),
        ("Dashboard", ["Overview", "JobStore", "JobModel", "OperationCatalogue", "Ports"]),
        ("Sandbox", ["OperationCatalogue", "Ports"]),
        ("JobStoreTesting", ["JobStore", "JobModel", "Ports"]),
    ]

    private static var root: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    @Test("imports point inward", arguments: allowed.map(\.target))
    func importsPointInward(target: String) throws {
        let permitted = try #require(Self.allowed.first { $0.target == target }).imports
        let folder = Self.root.appending(path: "Sources/\(target)")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var read = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            read += 1
            for module in try Self.imports(of: file) where Self.ours.contains(module) && !permitted.contains(module) {
                Issue.record("\(file.path) imports \(module)")
            }
        }
        #expect(read > 0, "nothing was read in \(folder.path)")
    }

    private static func imports(of file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index <= 1, let last = words.last else { return nil }
            return last.split(separator: ".").first.map(String.init)
        }
    }
}
