import Foundation

/// Where results go that are not kept with their job.
package struct OutputFolder: Sendable {
    /// The folder's path.
    package let path: String
    /// The permissions of new files.
    let mode: UInt16
    /// Below so many free bytes nothing more is fetched.
    let minFree: Int64

    /// Names the folder. It is made when it is first needed.
    package init(path: String, mode: UInt16 = 0o600, minFree: Int64 = 1 << 30) {
        self.path = path
        self.mode = mode
        self.minFree = minFree
    }

    /// Whether the disk has room for more results. True when that cannot be told.
    func hasRoom() async -> Bool {
        (try? await FileExecutor().run { measureRoom() }) ?? true
    }

    private func measureRoom() -> Bool {
        var folder = path
        while !FileManager.default.fileExists(atPath: folder), folder.count > 1 {
            folder = (folder as NSString).deletingLastPathComponent
        }
        if folder.isEmpty { folder = "." }
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else { return true }
        return free >= minFree
    }

    /// Begins a file that will be found under `relativePath` when it is complete.
    ///
    /// - Throws: `OutputError` when the place lies outside the folder or cannot be written.
    func begin(_ relativePath: String, unique: String) async throws -> OutputFile {
        let executor = FileExecutor()
        return try await executor.run { try self.open(relativePath, unique: unique, on: executor) }
    }

    private func open(_ relativePath: String, unique: String, on executor: FileExecutor) throws -> OutputFile {
        let target = path + "/" + relativePath
        let parent = (target as NSString).deletingLastPathComponent
        // A link somewhere on the way could lead out of the folder; nothing is made out there either.
        var existing = parent
        while existing.count > path.count, !FileManager.default.fileExists(atPath: existing) {
            existing = (existing as NSString).deletingLastPathComponent
        }
        try check(existing, relativePath)
        do {
            try FileManager.default.createDirectory(
                atPath: parent, withIntermediateDirectories: true,
                attributes: [.posixPermissions: NSNumber(value: mode | (mode & 0o444) >> 2)])
        } catch {
            throw OutputError("The folder \(parent) for the output cannot be made: \(error.localizedDescription)")
        }
        try check(parent, relativePath)
        return try OutputFile(
            target: target, relativePath: relativePath,
            temporary: parent + "/." + (target as NSString).lastPathComponent + "." + unique + ".part", mode: mode,
            executor: executor)
    }

    /// Makes sure that `folder`, which is at or below this folder by its name, is so by its place too.
    private func check(_ folder: String, _ relativePath: String) throws {
        let root = URL(filePath: path).resolvingSymlinksInPath().path
        let real = URL(filePath: folder).resolvingSymlinksInPath().path
        guard real == root || real.hasPrefix(root + "/") else {
            throw OutputError("The output path '\(relativePath)' leads out of the output directory through a link.")
        }
    }
}

/// A result cannot be written.
struct OutputError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
