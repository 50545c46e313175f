import OperationCatalogue
import Overview
import Secrets
import StarterFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One import: everything is read and planned before anything is written.
struct ImportRun: Sendable {
    /// The file to import.
    let file: String
    let target: ImportTarget
    /// Its format, or `nil` to tell it from the content.
    let format: ImportFormat?
    /// The region of accounts that do not say theirs.
    let region: Region?
    /// The id of the one seller in the file.
    let seller: String?
    /// Whether nothing is written.
    let isDryRun: Bool
    /// Learns every value, so that none can be printed.
    let redactor: Redactor

    /// Takes the accounts over. Blocks.
    ///
    /// - Throws: `Failure` and `ConfigurationError`; nothing is written then.
    func execute() throws -> ImportReport {
        let (bytes, isOpen) = try source()
        let settings = try ImportedSettings(bytes, name: file, format: format, seller: seller)
        for secret in settings.accounts.flatMap(\.secrets) { redactor.register(secret) }
        let surroundings = try target.surroundings()
        var planner = ImportPlanner(surroundings, region: region)
        let plan = try planner.plan(settings.accounts)
        let entries = ImportEntries(plan: plan)
        let origin =
            "\(PrintableText.path(String(file.split(separator: "/").last ?? ""))) (\(settings.format.rawValue))"

        var batch = FileBatch()
        for secret in plan.files where !secret.isThere {
            batch.files.append(
                FileBatch.File(path: target.path(secret.path), content: Array(secret.content.reveal().utf8)))
        }
        batch.folders = target.folders(withSecrets: !batch.files.isEmpty).map { ($0.path, mode_t($0.mode)) }
        var written: [String] = []
        var change = ImportReport.Change.none
        if surroundings.configuration == nil {
            if !target.hasGitignore { written.append(".gitignore") }
            for name in written {
                batch.files.append(
                    FileBatch.File(path: target.path(name), content: Array(StarterFiles.gitignore.utf8), mode: 0o644))
            }
            batch.files.append(
                FileBatch.File(
                    path: target.configuration, content: Array(entries.file(source: origin).utf8), mode: 0o644))
            change = .written
        } else if target.isNamed, !surroundings.hasAccounts, !plan.isEmpty, let present = surroundings.configuration,
            let text = entries.appended(to: present, source: origin)
        {
            batch.files.append(
                FileBatch.File(
                    path: target.resolvedConfiguration, content: Array(text.utf8), replaced: Array(present.utf8)))
            change = .appended
        }
        if !isDryRun { try batch.write() }
        return ImportReport(
            source: file, settings: settings, plan: plan, target: target, entries: entries.text, change: change,
            otherFiles: written, isDryRun: isDryRun, isSourceOpen: isOpen)
    }

    /// The file's bytes, and whether others than its owner may read it.
    private func source() throws(Failure) -> (bytes: [UInt8], isOpen: Bool) {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw switch errno {
            case ENOENT: Failure(.usage, "error: there is no file \(file.plain).")
            case EACCES: Failure(.usage, "error: \(file.plain) may not be read by this user.")
            default: Failure(.usage, "error: \(file.plain) cannot be read: \(String(cString: strerror(errno))).")
            }
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(.usage, "error: \(file.plain) is not a file. Name the file that holds the credentials.")
        }
        guard let bytes = Draft.content(of: descriptor, limit: ImportText.maximumSize + 1) else {
            throw Failure(.usage, "error: \(file.plain) cannot be read: \(String(cString: strerror(errno))).")
        }
        return (bytes, status.st_mode & 0o077 != 0)
    }
}
