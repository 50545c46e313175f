import Foundation
import JobStore

/// Refuses file systems on which locks cannot be relied on.
enum FileSystemCheck {
    /// Types of network file systems as Linux names them in its list of mounts.
    private static let networkTypes: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "glusterfs", "fuse.sshfs", "fuse.s3fs",
        "fuse.rclone", "fuse.glusterfs",
    ]

    /// - Throws: `StoreError` with code `networkFileSystem` when the folder lies on one.
    static func requireLocal(folder: String) throws {
        guard let type = type(ofFolder: folder), networkTypes.contains(type) else { return }
        throw StoreError(
            .networkFileSystem,
            "The folder \(folder) lies on a network file system (\(type)), where SQLite's locks cannot be relied on. Put the "
                + "database on a local disk, or set 'database:' to a PostgreSQL URL.")
    }

    /// The type of the file system that holds the folder by the system's list of mounts; `nil` where there is no such list.
    static func type(ofFolder folder: String) -> String? {
        guard let mounts = try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8) else { return nil }
        return type(ofFolder: URL(filePath: folder).resolvingSymlinksInPath().path, mounts: mounts)
    }

    /// The type of the file system that holds the folder: that of the longest mount point above it, the last one of equals.
    static func type(ofFolder folder: String, mounts: String) -> String? {
        var best: (length: Int, type: String)?
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 2 else { continue }
            let point = fields[1].replacingOccurrences(of: "\\040", with: " ")
            let isAbove = point == "/" || folder == point || folder.hasPrefix(point + "/")
            if isAbove, point.utf8.count >= best?.length ?? 0 { best = (point.utf8.count, String(fields[2])) }
        }
        return best?.type
    }
}
