import Logging

/// What one round of pruning did.
struct PruningTally: Sendable {
    /// So many outputs that were left are told by name; of the others only the count.
    static let mostTold = 10

    /// Outputs that were looked at.
    var outputs = 0
    /// Objects among them that S3 was asked about.
    var objects = 0
    var deletedFiles = 0
    var deletedObjects = 0
    var folders = 0
    /// Left and forgotten, because something else is at their places.
    var changed = 0
    /// Left, because they do not lie where this worker's outputs go; each is counted once.
    var strange = 0
    /// Files that could not be deleted.
    var failed = 0

    /// Tells of it in the log, where there is something to tell.
    func report(to logger: Logger, directory: String) {
        if deletedFiles + deletedObjects > 0 {
            logger.info(
                "Old outputs were deleted.",
                metadata: [
                    "files": "\(deletedFiles)", "objects": "\(deletedObjects)", "folders": "\(folders)",
                    "left": "\(changed)",
                ])
        }
        if changed > Self.mostTold {
            logger.notice(
                "More old outputs were left: what is at their places now is not what the jobs wrote.",
                metadata: ["outputs": "\(changed - Self.mostTold)"])
        }
        if strange > 0 {
            logger.warning(
                "Old outputs lie outside output.directory and are left. Delete them yourself, or set it back.",
                metadata: ["outputs": "\(strange)", "directory": "\(directory)"])
        }
        if failed > 0 {
            logger.warning(
                "Old outputs could not be deleted: the worker's user may not, or the disk is read-only.",
                metadata: ["files": "\(failed)", "directory": "\(directory)"])
        }
    }
}
