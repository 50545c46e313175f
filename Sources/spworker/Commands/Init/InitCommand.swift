import ArgumentParser
import Foundation
import StarterFiles

/// `spworker init`: the files to begin with.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a commented configuration to begin with.",
        discussion: """
            Never overwrites: what is there already stays as it is.

            Example: spworker init shop
            """)

    @Argument(help: ArgumentHelp("The folder; it is made when it is missing.", valueName: "dir"))
    var directory = "."

    func run() async throws {
        let console = Console(json: false, noColour: true)
        let folder = URL(filePath: directory, directoryHint: .isDirectory)
        let wanted: [(name: String, content: String?, mode: Int)] =
            [
                ("spworker.yaml", StarterFiles.configuration, 0o644), (".gitignore", StarterFiles.gitignore, 0o644),
                ("secrets", nil, 0o700), ("jobs", nil, 0o755),
            ] + (StarterFiles.definitions + StarterFiles.queries).map { ("jobs/\($0.name)", $0.text, 0o644) }
        try await Offload.run {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), !isFolder.boolValue {
                throw Failure(.usage, "error: \(folder.path) is a file, not a folder. Name another one.")
            }
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                for file in wanted { console.line(try Self.write(file.name, file.content, file.mode, in: folder)) }
            } catch {
                throw Failure(
                    .usage,
                    "error: \(folder.path) cannot be written. Name another folder, or let this user write there.")
            }
        }
        console.line(
            """

            Next\(directory == "." ? "" : ", in \(directory)"):
              1. Put your seller's refresh token into secrets/acme.json as {"refreshToken": "Atzr|..."} and chmod 600 it.
              2. Set SP_CLIENT_ID and SP_CLIENT_SECRET, and correct the seller in spworker.yaml.
              3. spworker enqueue request sellers.getMarketplaceParticipations --seller acme
              4. spworker run
            'spworker schedules list' shows the jobs that are described in jobs/.
            """)
    }

    private static func write(_ name: String, _ content: String?, _ mode: Int, in folder: URL) throws -> String {
        let place = folder.appending(path: name)
        guard !FileManager.default.fileExists(atPath: place.path) else { return "kept     \(name)" }
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: NSNumber(value: mode)]
        if let content {
            guard
                FileManager.default.createFile(atPath: place.path, contents: Data(content.utf8), attributes: attributes)
            else { throw CocoaError(.fileWriteUnknown) }
        } else {
            try FileManager.default.createDirectory(
                at: place, withIntermediateDirectories: false, attributes: attributes)
        }
        return "written  \(name)"
    }
}
