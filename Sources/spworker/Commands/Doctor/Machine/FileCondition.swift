/// What is to be said of files and folders that are no secrets: whether this user can use them, and who else can.
enum FileCondition {
    /// The configuration file, which decides where secrets go and which programs run.
    static func configuration(_ path: String, _ facts: FileFacts?) -> [DoctorFinding] {
        guard let facts, facts.isWritableByOthers else { return [] }
        return [
            .fault(
                .files,
                "Every user of this machine may change it (mode \(facts.modeText)), and so send secrets elsewhere.",
                about: path, cure: "chmod o-w \(path)")
        ]
    }

    /// The folder of job definitions.
    static func definitions(_ path: String, _ facts: FileFacts?) -> [DoctorFinding] {
        guard let facts, facts.isWritableByOthers else { return [] }
        return [
            .warning(
                .files, "Every user of this machine may add job definitions (mode \(facts.modeText)).", about: path,
                cure: "chmod o-w \(path)")
        ]
    }

    /// The folder of results.
    ///
    /// - Parameter mode: The permissions of new files, by the configuration.
    static func output(_ path: String, _ facts: FileFacts?, mode: UInt16) -> [DoctorFinding] {
        // It is made when it is first needed.
        guard let facts else { return [] }
        guard facts.isFolder else {
            return [
                .fault(.files, "It is no folder.", about: path, cure: "Correct output.directory, or move the file.")
            ]
        }
        guard facts.isWritable, facts.isExecutable else {
            return [
                .fault(
                    .files, "This user cannot write results there (mode \(facts.modeText)).", about: path,
                    cure: "chown it to the user that runs the worker, or correct output.directory.")
            ]
        }
        if facts.isWritableByOthers {
            return [
                .warning(
                    .files, "Every user of this machine may replace results (mode \(facts.modeText)).", about: path,
                    cure: "chmod o-w \(path)")
            ]
        }
        // Results may hold personal data.
        if mode & 0o004 != 0, facts.isOpenToOthers {
            return [
                .warning(
                    .files, "Every user of this machine may read results.", about: path,
                    cure: "Set output.mode to \"0600\", or chmod o-x \(path)")
            ]
        }
        return [.ok(.files, "Results can be written.", about: path)]
    }

    /// The file of further certificate authorities.
    static func authorities(_ path: String, _ facts: FileFacts?) -> [DoctorFinding] {
        guard let facts, !facts.isFolder, facts.isReadable else {
            return [
                .fault(
                    .files,
                    facts == nil ? "It does not exist." : "It cannot be read by this user.", about: path,
                    cure: "Correct http.caFile, or remove it.")
            ]
        }
        guard facts.isWritableByOthers else { return [] }
        return [
            .fault(
                .files, "Every user of this machine may decide whom to trust (mode \(facts.modeText)).", about: path,
                cure: "chmod o-w \(path)")
        ]
    }
}
