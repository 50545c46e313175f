import Crypto
import Foundation
import JobModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A name in the output directory.
struct FolderDestination: OutputDestination {
    /// The output directory.
    let folder: String
    /// The path in it.
    let path: String
    let existing: ExistingOutput
    /// The machine on whose disk it is, where that matters.
    let host: String?
    /// Works on a thread of its own.
    let executor: FileExecutor

    func prepare() async throws {
        try await executor.run {
            switch existing {
            case .fail: if ExclusiveName.isTaken(folder + "/" + path) { throw OutputError.taken(path) }
            // No file takes the place of a folder.
            case .replace: if ExclusiveName.isFolder(folder + "/" + path) { throw OutputError.folder(path) }
            case .version: break
            }
        }
    }

    func publish(_ output: SealedOutput) async throws -> String {
        try await executor.run {
            let path = try name(output.file)
            // The new name is on the disk only when the folder is.
            let parent = open(
                (folder + "/" + path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            if parent >= 0 {
                fsync(parent)
                close(parent)
            }
            return path
        }
    }

    /// Gives the file its name. Returns the path that it has got.
    private func name(_ file: String) throws -> String {
        switch existing {
        case .replace:
            guard rename(file, folder + "/" + path) == 0 else {
                throw errno == EISDIR ? OutputError.folder(path) : OutputError.system("renamed", file)
            }
            return path
        case .fail:
            guard try ExclusiveName.move(file, to: folder + "/" + path) else { throw OutputError.taken(path) }
            return path
        case .version:
            var search = VersionSearch()
            while !search.isOver {
                search.answer(
                    isTaken: ExclusiveName.isTaken(folder + "/" + VersionSearch.path(path, search.number)))
            }
            // A run that died between the two steps of the move has left this same file under the last name.
            let last = folder + "/" + VersionSearch.path(path, search.taken)
            if search.taken > 0, ExclusiveName.isSame(file, last), try ExclusiveName.move(file, to: last) {
                return VersionSearch.path(path, search.taken)
            }
            while true {
                let version = VersionSearch.path(path, search.number)
                if try ExclusiveName.move(file, to: folder + "/" + version) { return version }
                search.lost()
            }
        }
    }

    func find(_ output: SealedOutput) async throws -> String? {
        try await executor.run {
            try candidates().first { candidate in
                try Self.size(of: folder + "/" + candidate) == output.bytes
                    && Self.checksum(of: folder + "/" + candidate) == output.sha256
            }
        }
    }

    var certainPlace: String? { existing == .version ? nil : path }

    func record(of output: SealedOutput, at place: String, isPlaced: Bool) -> WrittenOutput {
        WrittenOutput(
            location: OutputFolder.location(of: place, in: folder), bytes: output.bytes, sha256: output.sha256,
            modifiedAt: output.modifiedAt, host: host, isPlaced: isPlaced)
    }

    /// The paths that the output may have got, the newest first.
    private func candidates() -> [String] {
        guard existing == .version else { return [path] }
        let base = (path as NSString).lastPathComponent
        let parent = (folder + "/" + path as NSString).deletingLastPathComponent
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        return names.compactMap { VersionSearch.number(of: $0, from: base) }.sorted(by: >)
            .map { VersionSearch.path(path, $0) }
    }

    private static func size(of path: String) throws -> Int? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// The SHA-256 of a complete file in hexadecimal, or `nil` when there is none that can be opened.
    ///
    /// - Throws: `OutputError` when something else stands there, such as a named pipe.
    static func checksum(of path: String) throws -> String? {
        let file: FileHandle
        do throws(RegularFile.Refusal) {
            file = try RegularFile.opened(path).handle
        } catch {
            guard case .other = error else { return nil }
            throw OutputError("The output \(path) cannot be read: \(error.reason). Move it away.")
        }
        defer { try? file.close() }
        var hash = SHA256()
        while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
        return OutputFile.hexadecimal(hash.finalize())
    }
}
