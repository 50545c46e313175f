import Foundation

/// Where the program under test is.
enum SpworkerBinary {
    /// There is no program to test.
    struct Missing: Error, CustomStringConvertible {
        let places: [String]

        var description: String {
            "There is no spworker to test. Run 'make release', or set SPWORKER_BINARY. Looked for: "
                + places.joined(separator: ", ")
        }
    }

    /// The program that `SPWORKER_BINARY` names, else the one built for release, else the one built for debugging.
    ///
    /// - Throws: `Missing` when there is none.
    static func locate() throws -> URL {
        if let named = ProcessInfo.processInfo.environment["SPWORKER_BINARY"], !named.isEmpty {
            guard FileManager.default.isExecutableFile(atPath: named) else { throw Missing(places: [named]) }
            return URL(filePath: named)
        }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let places = ["release", "debug"].map { package.appending(path: ".build/\($0)/spworker") }
        guard let place = places.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw Missing(places: places.map(\.path))
        }
        return place
    }
}
