#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Gives a file a name that nobody has.
enum ExclusiveName {
    /// Moves a file to a name in one instant, unless the name is taken. False when it is.
    ///
    /// - Throws: `OutputError`.
    static func move(_ file: String, to target: String) throws -> Bool {
        // A hard link is refused where something is, on all file systems that have them.
        if link(file, target) == 0 {
            unlink(file)
            return true
        }
        switch errno {
        case EEXIST:
            // A run that died between the two steps has left both names for one file.
            guard isSame(file, target) else { return false }
            unlink(file)
            return true
        case EPERM, EOPNOTSUPP, ENOSYS, EMLINK:
            throw OutputError(
                "The output file \(target) cannot be named: its file system has no hard links, and without them "
                    + "'output.existing: version' and 'fail' cannot keep what is there. Use 'replace', or another disk."
            )
        default: throw OutputError.system("named", target)
        }
    }

    /// Whether something has the name. A link that leads nowhere counts.
    static func isTaken(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether a folder has the name. A link to one does not count: it gives way as a file does.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether both are names of one file.
    static func isSame(_ one: String, _ other: String) -> Bool {
        var first = stat()
        var second = stat()
        return lstat(one, &first) == 0 && lstat(other, &second) == 0 && first.st_ino == second.st_ino
            && first.st_dev == second.st_dev
    }
}

extension OutputError {
    /// What the system's last error means for a file.
    static func system(_ verb: String, _ path: String) -> OutputError {
        let code = errno
        let isFull = code == ENOSPC || code == EDQUOT
        let reason =
            switch code {
            case ENOSPC: "the disk is full. The job goes on when there is room"
            case EDQUOT: "the disk quota is used up. The job goes on when there is room"
            default: String(cString: strerror(code))
            }
        return OutputError("The output file \(path) cannot be \(verb): \(reason).", isFull ? .full : .trouble)
    }
}
