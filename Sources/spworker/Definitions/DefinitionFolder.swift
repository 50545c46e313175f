import Foundation
import Worker

/// The folder of job definitions.
struct DefinitionFolder: Sendable {
    /// What one file holds, or what is wrong with it: one bad file never stops the others.
    typealias Entry = (path: String, result: Result<JobDefinition, ConfigurationError>)

    let path: String
    /// Knows time zones by name.
    let zones: any ZoneSource

    /// Reads every `.yaml` and `.yml` file, by name. A folder that does not exist is empty. Blocks.
    func read() -> [Entry] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
            ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) && !$0.hasPrefix(".")
        }
        var seen: [String: String] = [:]
        return names.sorted().map { name in
            let file = path + "/" + name
            let start = SettingOrigin.file(path: file, line: 1)
            guard let data = FileManager.default.contents(atPath: file),
                let text = String(validating: data, as: UTF8.self)
            else {
                let problem = ConfigurationProblem(
                    start, "", "the file cannot be read as UTF-8 text", "correct or remove it")
                return (file, .failure(ConfigurationError([problem])))
            }
            do throws(ConfigurationError) {
                let definition = try DefinitionReader(zones: zones, read: readBeside).read(text, path: file)
                if let other = seen.updateValue(file, forKey: definition.name) {
                    let problem = ConfigurationProblem(
                        start, "name", "\(definition.name) is the name of \(other) too", "choose another name")
                    return (file, .failure(ConfigurationError([problem])))
                }
                return (file, .success(definition))
            } catch {
                return (file, .failure(error))
            }
        }
    }

    /// What tells whether anything in the folder has changed: names, sizes and times of its files. Blocks.
    func look() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().map { name in
            // A link stays what it is while the file behind it changes.
            let file = URL(filePath: path + "/" + name).resolvingSymlinksInPath().path
            let facts = try? FileManager.default.attributesOfItem(atPath: file)
            let size = (facts?[.size] as? NSNumber)?.int64Value ?? 0
            let time = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(name) \(file) \(size) \(time)"
        }
    }

    /// A file beside the definitions.
    private func readBeside(_ name: String) -> String? {
        let file = PathText.joined(path, name, home: nil)
        return FileManager.default.contents(atPath: file).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
