import Foundation
import SellerJobs
import Worker

/// The folder of job definitions.
struct DefinitionFolder: Sendable {
    /// What one file holds, or what is wrong with it: one bad file never stops the others.
    typealias Entry = (path: String, result: Result<JobDefinition, ConfigurationError>)

    let path: String
    /// Knows time zones by name.
    let zones: any ZoneSource

    /// The most bytes that a file may hold. Whoever has that much to say does not say it by hand.
    private static let maximumSize: Int64 = 4 << 20

    /// Reads every `.yaml` and `.yml` file, by name. A folder that does not exist is empty; one that cannot be listed is told
    /// as the only entry. Blocks.
    func read() -> [Entry] {
        do throws(ConfigurationError) { return try entries() } catch { return [(path, .failure(error))] }
    }

    /// The same, for those who must not take a folder that cannot be listed for an empty one.
    ///
    /// - Throws: One problem when the folder cannot be listed.
    func entries() throws(ConfigurationError) -> [Entry] {
        let names = try names().filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
        var seen: [String: String] = [:]
        return names.map { name in
            let file = path + "/" + name
            let start = SettingOrigin.file(path: file, line: 1)
            do throws(ConfigurationError) {
                let text: String
                do throws(Unreadable) { text = try Self.text(at: file) } catch {
                    throw ConfigurationError([
                        ConfigurationProblem(
                            start, "", "the file cannot be read: \(error.reason)", "correct or remove it")
                    ])
                }
                let definition = try DefinitionReader(zones: zones, read: readBeside).read(text, path: file)
                if let other = seen.updateValue(file, forKey: definition.name) {
                    seen[definition.name] = other
                    let problem = ConfigurationProblem(
                        start, "name", "\(definition.name) is the name of \(other) too", "choose another name")
                    throw ConfigurationError([problem])
                }
                return (file, .success(definition))
            } catch {
                return (file, .failure(error))
            }
        }
    }

    /// What tells whether anything in the folder has changed: names, sizes and times of its files. Blocks.
    ///
    /// - Throws: One problem when the folder cannot be listed.
    func look() throws(ConfigurationError) -> [String] {
        try names().map { name in
            // A link stays what it is while the file behind it changes.
            let file = URL(filePath: path + "/" + name).resolvingSymlinksInPath().path
            let facts = try? FileManager.default.attributesOfItem(atPath: file)
            let size = (facts?[.size] as? NSNumber)?.int64Value ?? 0
            let time = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(name) \(file) \(size) \(time)"
        }
    }

    /// The names of its files, sorted, without hidden ones.
    private func names() throws(ConfigurationError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }.sorted()
        } catch CocoaError.fileReadNoSuchFile, CocoaError.fileNoSuchFile {
            return []
        } catch {
            let problem = ConfigurationProblem(
                .file(path: path, line: 1), "", "the folder of definitions cannot be listed",
                "it must be a folder that this user may read; correct it, or set jobs")
            throw ConfigurationError([problem])
        }
    }

    /// A file beside the definitions.
    private func readBeside(_ name: String) -> String? { try? Self.text(at: PathText.joined(path, name, home: nil)) }

    /// Why there is no text.
    private struct Unreadable: Error {
        let reason: String
    }

    private static func text(at file: String) throws(Unreadable) -> String {
        let opened: RegularFile.Opened
        do throws(RegularFile.Refusal) { opened = try RegularFile.opened(file) } catch {
            throw Unreadable(reason: error.reason)
        }
        guard opened.bytes <= maximumSize else { throw Unreadable(reason: "it is larger than 4 MiB") }
        let data: Data?
        // It may have grown since; more than that is not read all the same.
        do { data = try opened.handle.read(upToCount: Int(maximumSize)) } catch {
            throw Unreadable(reason: error.localizedDescription)
        }
        guard let text = String(validating: data ?? Data(), as: UTF8.self) else {
            throw Unreadable(reason: "it is no UTF-8 text")
        }
        return text
    }
}
