import JobStore
import SellerJobs

/// What is to be said of the targets of hooks, without calling any.
enum HookCondition {
    /// A target, as far as it can be looked at.
    enum Target: Equatable {
        /// A request; `isSigned` when it has a secret.
        case post(isSigned: Bool)
        /// A program: where it lies; `nil` when it was not found.
        case exec(FileFacts?)
    }

    /// Judges one target of one hook.
    static func findings(_ hook: Hook, _ name: String, _ target: Target) -> [DoctorFinding] {
        let subject = "\(hook.rawValue), \(name)"
        switch target {
        case .post(true): return [.ok(.hooks, "Its address is well-formed.", about: subject)]
        case .post(false):
            return [
                .note(
                    .hooks, "Notices are not signed, so anybody may send such.", about: subject,
                    cure: "Add 'secret: env:NAME' if the receiver checks signatures.")
            ]
        case .exec(nil):
            return [
                .fault(
                    .hooks, "The program does not exist.", about: subject,
                    cure: "Install it, or correct its path; a path is taken from the configuration's folder.")
            ]
        case .exec(let facts?):
            guard !facts.isFolder, facts.isExecutable else {
                return [
                    .fault(
                        .hooks, "The program cannot be run (mode \(facts.modeText)).", about: subject,
                        cure: "chmod +x it, and begin a script with #!")
                ]
            }
            guard facts.isWritableByOthers else { return [.ok(.hooks, "The program can be run.", about: subject)] }
            return [
                .fault(
                    .hooks, "Every user of this machine may change the program (mode \(facts.modeText)).",
                    about: subject, cure: "chmod o-w it.")
            ]
        }
    }

    /// Where a program may lie: below the configuration's folder, or in `PATH` for a name without a slash.
    static func places(of program: String, directory: String, path: String?) -> [String] {
        if program.hasPrefix("/") { return [program] }
        if program.contains("/") { return [directory + "/" + program] }
        return (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map { "\($0)/\(program)" }
    }
}
