import Foundation
import JobModel
package import Ports

/// Where results go that are not kept with their job.
package struct OutputFolder: Sendable {
    /// The folder's path.
    package let path: String
    /// The permissions of new files.
    let mode: UInt16
    /// What becomes of something that stands where an output is to go.
    let existing: ExistingOutput
    /// Outputs in S3; `nil` when there are none.
    let objects: ObjectOutputs?
    /// The machine on whose disk the folder is, as it is written down with what goes there; `nil` when nobody needs to
    /// know.
    let host: String?
    private let space: FreeSpace

    /// Names the folder. It is made when it is first needed.
    ///
    /// - Parameters:
    ///   - mode: The permissions of new files.
    ///   - minFree: Below so many free bytes nothing more is fetched.
    ///   - timekeeper: Says how old a measurement of the free space is; with `nil` each question measures it.
    ///   - measureEvery: How long a measurement counts.
    ///   - existing: What becomes of something that stands where an output is to go. It is replaced unless told
    ///     otherwise: a path that every run fills in alike is meant to hold the latest.
    ///   - objects: Outputs in S3; with `nil` there are none.
    ///   - host: The machine on whose disk the folder is, where several share a queue.
    package init(
        path: String, mode: UInt16 = 0o600, minFree: Int64 = 1 << 30, timekeeper: (any Timekeeper)? = nil,
        measureEvery: Duration = .seconds(1), existing: ExistingOutput = .replace, objects: ObjectOutputs? = nil,
        host: String? = nil
    ) {
        self.path = path
        self.mode = mode
        self.existing = existing
        self.objects = objects
        self.host = host
        space = FreeSpace(folder: path, least: minFree, timekeeper: timekeeper, interval: measureEvery)
    }

    /// Whether the disk has room for more results. True when that cannot be told.
    func hasRoom() async -> Bool { await space.hasRoom() }

    /// Why nothing more can be fetched now, in words; `nil` when there is room.
    package func obstacle() async -> String? {
        await space.lack().map {
            "The disk that holds \(path) has \($0) that 'output.minFree' keeps free. Free some, or lower it."
        }
    }

    /// Whether a complete output at a path must be written down with its job before it gets its name: see
    /// ``OutputFile/needsNote``.
    func needsNote(_ output: String) -> Bool { existing != .replace || (try? objectPlace(output)) != nil }

    /// Begins a file that will be found at its place when it is complete.
    ///
    /// - Parameters:
    ///   - output: The place: a path relative to the output directory, or `s3://BUCKET/KEY`.
    ///   - unique: Tells the temporary file from those of others with the same path.
    ///   - kept: How many bytes of the temporary file of an earlier run stay.
    /// - Throws: `OutputError` when the place lies outside the folder or cannot be written, when something is there that
    ///   must stay, or when the temporary file holds too little.
    func begin(_ output: String, unique: String, keeping kept: Int = 0) async throws -> OutputFile {
        // A file that is to be continued comes first: the one that is there may be the complete one of this same job.
        guard kept > 0 else {
            try await destination(of: output, unique: unique, on: FileExecutor()).prepare()
            return try await opened(output, unique: unique)
        }
        let file = try await opened(output, unique: unique, keeping: kept)
        do {
            try await destination(of: output, unique: unique, on: FileExecutor()).prepare()
        } catch {
            await file.leave()
            throw error
        }
        return file
    }

    /// Begins a file beside the place of an output that never gets a name of its own, or goes on with it.
    ///
    /// - Throws: `OutputError`.
    func scratch(_ output: String, unique: String, keeping kept: Int = 0) async throws -> OutputFile {
        try await opened(output, unique: unique, keeping: kept)
    }

    /// Brings a file to its place that an earlier run had completed and was about to bring there, or just had.
    ///
    /// - Parameters:
    ///   - sha256: The checksum of the complete file, in hexadecimal.
    ///   - bytes: Its size.
    /// - Returns: The place, as results tell it; `nil` when the file is gone or is not what it was.
    /// - Throws: `OutputError`.
    func settle(_ output: String, unique: String, sha256: String, bytes: Int) async throws -> String? {
        do {
            let file = try await opened(output, unique: unique, keeping: bytes, isThere: true)
            guard try await file.seal() == sha256 else { return nil }
            return try await file.publish()
        } catch let error as OutputError where error.isIncomplete {
            let wanted = SealedOutput(file: "", unique: unique, bytes: bytes, sha256: sha256)
            guard let place = try await destination(of: output, unique: unique, on: FileExecutor()).find(wanted) else {
                return nil
            }
            await discard(output, unique: unique)
            return place
        }
    }

    /// Makes sure that a file can be written at a place, before a call is made whose answer must not be lost.
    ///
    /// - Throws: `OutputError`.
    func check(_ output: String, unique: String) async throws {
        try await begin(output, unique: unique).abandon()
    }

    /// The SHA-256 of a complete output in hexadecimal, or `nil` when there is none.
    ///
    /// - Parameter place: The place as a result tells it.
    /// - Throws: `OutputError` when that cannot be told.
    func checksum(of place: String) async throws -> String? {
        if let object = try objectPlace(place) { return try await store(for: object).object(at: object)?.sha256 }
        let file = path + "/" + place
        return try await FileExecutor().run { try FolderDestination.checksum(of: file) }
    }

    /// What is to be written down of an output that an earlier run had completed, now that it is at its place. When its
    /// file was last written is not known.
    ///
    /// - Parameter place: The place as a result tells it.
    func written(at place: String, sha256: String, bytes: Int) -> WrittenOutput {
        if place.hasPrefix(ObjectPlace.scheme) { return WrittenOutput(location: place, bytes: bytes, sha256: sha256) }
        return WrittenOutput(location: Self.location(of: place, in: path), bytes: bytes, sha256: sha256, host: host)
    }

    /// The path of an output in an output directory.
    static func location(of place: String, in folder: String) -> String {
        var folder = folder[...]
        while folder.hasSuffix("/") { folder = folder.dropLast() }
        return "\(folder)/\(place)"
    }

    /// Removes a temporary file, if there is one.
    func discard(_ output: String, unique: String) async {
        guard let place = try? Self.temporary(local(output), unique) else { return }
        try? await FileExecutor().run { try FileManager.default.removeItem(atPath: place) }
    }

    // MARK: Places

    /// The place in S3 to which an output goes; `nil` when it stays in the output directory.
    private func objectPlace(_ output: String) throws -> ObjectPlace? {
        guard output.hasPrefix(ObjectPlace.scheme) else { return objects?.place(of: output) }
        guard let place = ObjectPlace(output) else {
            throw OutputError("The output '\(output)' is no object of S3: write s3://BUCKET/KEY.")
        }
        return place
    }

    private func store(for place: ObjectPlace) throws -> ObjectStore {
        guard let objects else { throw OutputError("The output \(place) lies in S3, which this program cannot reach.") }
        return objects.store
    }

    /// The path of the output's file in the output directory. What goes to S3 is written right in it.
    private func local(_ output: String) throws -> String {
        path + "/" + (try objectPlace(output).map { ($0.key as NSString).lastPathComponent } ?? output)
    }

    private func destination(
        of output: String, unique: String, on executor: FileExecutor
    ) throws -> any OutputDestination {
        guard let place = try objectPlace(output) else {
            return FolderDestination(
                folder: path, path: output, existing: existing, host: host, executor: executor)
        }
        return ObjectDestination(
            store: try store(for: place), place: place, existing: existing,
            note: UploadNote(file: Self.temporary(try local(output) + ".upload", unique)))
    }

    private static func temporary(_ target: String, _ unique: String) -> String {
        let name = (target as NSString).lastPathComponent
        return (target as NSString).deletingLastPathComponent + "/." + name + "." + unique + ".part"
    }

    // MARK: Files

    private func opened(
        _ output: String, unique: String, keeping kept: Int = 0, isThere: Bool = false
    ) async throws -> OutputFile {
        let executor = FileExecutor()
        let target = try local(output)
        let destination = try destination(of: output, unique: unique, on: executor)
        let needsNote = needsNote(output)
        let parent = (target as NSString).deletingLastPathComponent
        let open: @Sendable () throws -> OutputFile = {
            try makeFolder(parent, for: output)
            return try OutputFile(
                to: destination, temporary: Self.temporary(target, unique), unique: unique, needsNote: needsNote,
                mode: mode, keeping: kept, isThere: isThere, executor: executor)
        }
        return try await executor.run {
            do {
                return try open()
            } catch  where !FileManager.default.fileExists(atPath: parent) {
                // A folder that had become empty may be removed just before a file is made in it.
                return try open()
            }
        }
    }

    private func makeFolder(_ parent: String, for output: String) throws {
        // A link somewhere on the way could lead out of the folder; nothing is made out there either.
        var existing = parent
        while existing.count > path.count, !FileManager.default.fileExists(atPath: existing) {
            existing = (existing as NSString).deletingLastPathComponent
        }
        try check(existing, output)
        do {
            try FileManager.default.createDirectory(
                atPath: parent, withIntermediateDirectories: true,
                attributes: [.posixPermissions: NSNumber(value: mode | (mode & 0o444) >> 2)])
        } catch {
            throw OutputError.unmade(parent, error)
        }
        try check(parent, output)
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
