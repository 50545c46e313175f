package import JobModel
package import Ports
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reads time zones from the system's zone files, each once.
package final class ZoneFiles: ZoneSource {
    /// Finds the names that were probably meant among those there are.
    package typealias Suggestion = @Sendable (_ name: String, _ names: [String]) -> [String]

    /// Where systems keep them.
    private static let usualFolders = [
        "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
    ]
    private static let cure =
        "install the package tzdata (apt-get install tzdata), or set TZDIR to the folder of zone files"
    /// Longer than any name.
    private static let longestName = 64

    private let folders: [String]
    private let suggestion: Suggestion
    private let known = Mutex<[String: Zone]>(["UTC": .utc])

    /// Reads from the folder that the variable `TZDIR` names, or from the usual ones.
    package convenience init(environment: any Environment, suggestion: @escaping Suggestion = { _, _ in [] }) {
        let folder = environment.value("TZDIR") ?? ""
        self.init(folders: folder.isEmpty ? Self.usualFolders : [folder], suggestion: suggestion)
    }

    /// Reads from the first of some folders that has the zone.
    package init(folders: [String], suggestion: @escaping Suggestion = { _, _ in [] }) {
        self.folders = folders
        self.suggestion = suggestion
    }

    package func zone(named name: String) throws(ZoneLookupError) -> Zone {
        if let zone = known.withLock({ $0[name] }) { return zone }
        let zone = try read(name)
        known.withLock { $0[name] = zone }
        return zone
    }

    private func read(_ name: String) throws(ZoneLookupError) -> Zone {
        guard Self.isName(name) else { throw unknown(name) }
        for folder in folders {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { continue }
            do throws(ZoneFileError) {
                return try Zone(name: name, file: Array(data))
            } catch {
                throw ZoneLookupError("the zone file \(folder)/\(name) cannot be used: \(error)", cure: Self.cure)
            }
        }
        throw unknown(name)
    }

    /// Whether the text can be a zone's name: letters, digits, `_`, `+` and `-` between single slashes, a capital first.
    ///
    /// Anything else would be looked for outside of the folder, or is another kind of file in it.
    private static func isName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= longestName && text.first.map { $0.isASCII && $0.isUppercase } ?? false
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { byte in
                        (0x41...0x5A).contains(byte & 0xDF) || (0x30...0x39).contains(byte)
                            || "_+-".utf8.contains(byte)
                    }
            }
    }

    private func unknown(_ name: String) -> ZoneLookupError {
        let shown = name.count > Self.longestName ? "\(name.prefix(Self.longestName))..." : name
        let names = names().filter { $0 != name }
        guard !names.isEmpty else {
            return ZoneLookupError(
                "the time zone '\(shown)' cannot be looked up: this machine has no zone files", cure: Self.cure)
        }
        let near = suggestion(name.split(separator: " ").joined(separator: "_"), names)
        return ZoneLookupError(
            "there is no time zone '\(shown)'",
            cure: near.isEmpty
                ? "write a name such as Europe/Berlin, America/New_York or UTC; if it is a new one, bring the package "
                    + "tzdata up to date"
                : "did you mean \(near.joined(separator: " or "))?")
    }

    /// The names that there are, as far as they are places: copies of all zones in folders of their own are left out.
    private func names() -> [String] {
        let all = folders.flatMap { (try? FileManager.default.subpathsOfDirectory(atPath: $0)) ?? [] }
        return Set(all.filter { Self.isName($0) && ($0.contains("/") || $0 == $0.uppercased()) }).sorted()
    }
}
