import Crypto
import Foundation
package import Ports

/// Where results go that are not kept with their job.
package struct OutputFolder: Sendable {
    /// The folder's path.
    package let path: String
    /// The permissions of new files.
    let mode: UInt16
    private let space: FreeSpace

    /// Names the folder. It is made when it is first needed.
    ///
    /// - Parameters:
    ///   - mode: The permissions of new files.
    ///   - minFree: Below so many free bytes nothing more is fetched.
    ///   - timekeeper: Says how old a measurement of the free space is; with `nil` each question measures it.
    ///   - measureEvery: How long a measurement counts.
    package init(
        path: String, mode: UInt16 = 0o600, minFree: Int64 = 1 << 30, timekeeper: (any Timekeeper)? = nil,
        measureEvery: Duration = .seconds(1)
    ) {
        self.path = path
        self.mode = mode
        space = FreeSpace(folder: path, least: minFree, timekeeper: timekeeper, interval: measureEvery)
    }

    /// Whether the disk has room for more results. True when that cannot be told.
    func hasRoom() async -> Bool { await space.hasRoom() }

    /// Why nothing more can be fetched now, in words; `nil` when there is room.
    package func obstacle() async -> String? {
        await hasRoom()
            ? nil
            : "The disk that holds \(path) has less free space than 'output.minFree' allows. Free some, or lower it."
    }

    /// Begins a file that will be found under `relativePath` when it is complete.
    ///
    /// - Parameters:
    ///   - unique: Tells the temporary file from those of others with the same path.
    ///   - kept: How many bytes of the temporary file of an earlier run stay.
    /// - Throws: `OutputError` when the place lies outside the folder or cannot be written, or holds too little.
    func begin(_ relativePath: String, unique: String, keeping kept: Int = 0) async throws -> OutputFile {
        let executor = FileExecutor()
        return try await executor.run {
            do {
                return try self.open(relativePath, unique: unique, keeping: kept, on: executor)
            } catch  where !FileManager.default.fileExists(atPath: self.parent(of: relativePath)) {
                // A folder that had become empty may be removed just before a file is made in it.
                return try self.open(relativePath, unique: unique, keeping: kept, on: executor)
            }
        }
    }

    private func parent(of relativePath: String) -> String {
        (path + "/" + relativePath as NSString).deletingLastPathComponent
    }

    /// Makes sure that a file can be written at a place, before a call is made whose answer must not be lost.
    ///
    /// - Throws: `OutputError`.
    func check(_ relativePath: String, unique: String) async throws {
        try await begin(relativePath, unique: unique).abandon()
    }

    /// The SHA-256 of a complete file in hexadecimal, or `nil` when there is none.
    func checksum(of relativePath: String) async throws -> String? {
        let place = path + "/" + relativePath
        return try await FileExecutor().run {
            guard let file = FileHandle(forReadingAtPath: place) else { return nil }
            defer { try? file.close() }
            var hash = SHA256()
            while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
            return OutputFile.hexadecimal(hash.finalize())
        }
    }

    /// Removes a temporary file, if there is one.
    func discard(_ relativePath: String, unique: String) async {
        let place = Self.temporary(path + "/" + relativePath, unique)
        try? await FileExecutor().run { try FileManager.default.removeItem(atPath: place) }
    }

    private static func temporary(_ target: String, _ unique: String) -> String {
        let name = (target as NSString).lastPathComponent
        return (target as NSString).deletingLastPathComponent + "/." + name + "." + unique + ".part"
    }

    private func open(
        _ relativePath: String, unique: String, keeping kept: Int, on executor: FileExecutor
    ) throws -> OutputFile {
        let target = path + "/" + relativePath
        let parent = parent(of: relativePath)
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
            temporary: Self.temporary(target, unique), mode: mode, keeping: kept, executor: executor)
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
    /// Whether a file that was to be continued is not what it was.
    let isIncomplete: Bool
    /// Whether it could be written if the disk had room.
    let isForWantOfRoom: Bool

    init(_ description: String, isIncomplete: Bool = false, isForWantOfRoom: Bool = false) {
        self.description = description
        self.isIncomplete = isIncomplete
        self.isForWantOfRoom = isForWantOfRoom
    }
}
