import JobModel
import Overview
import SellerJobs
import Synchronization

/// One reading of a file of jobs: line after line becomes a job or a problem.
///
/// However long the file is, only the first problems are kept.
final class JobScan: Sendable {
    /// Why a line is no job.
    struct Problem: Sendable, Equatable {
        /// Counted from 1.
        let line: Int
        let message: String
    }

    /// What has been found so far.
    struct Findings: Sendable, Equatable {
        /// Lines that are not blank.
        var lines = 0
        /// How many of them are no jobs.
        var bad = 0
        /// The first of those.
        var problems: [Problem] = []
        /// Oddities that keep no job out, each once.
        var warnings: [String] = []
        /// The number of the last line that was read.
        var lastLine = 0
    }

    private struct State {
        var lines: LineReader<FileBytes>
        var findings = Findings()
    }

    /// So many problems are told in full.
    static let keptProblems = 20
    /// No request is as large; anything larger is no line.
    static let longestLine = 12 << 20

    private let admission: LineAdmission
    private let now: Timestamp
    private let onLine: @Sendable (Int) -> Void
    private let state: Mutex<State>

    /// Begins at the beginning.
    ///
    /// - Parameters:
    ///   - now: The present for deadlines; the same for every reading, so that all find the same.
    ///   - onLine: Told how many lines have been read, after each.
    init(
        _ source: JobSource, _ admission: LineAdmission, now: Timestamp,
        onLine: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.admission = admission
        self.now = now
        self.onLine = onLine
        state = Mutex(State(lines: LineReader(source.bytes, longest: Self.longestLine)))
    }

    /// What has been found so far.
    var findings: Findings { state.withLock { $0.findings } }

    /// The job of the next good line, `nil` at the end. Blocks.
    ///
    /// - Throws: `Failure` when the file cannot be read.
    func next() throws -> NewJob? {
        try state.withLock { state in
            while let line = try state.lines.next() {
                state.findings.lastLine = line.number
                if line.isBlank { continue }
                state.findings.lines += 1
                onLine(state.findings.lines)
                if let job = admit(line, &state.findings) { return job }
            }
            return nil
        }
    }

    /// The jobs of the next good lines: at most so many, and about so many bytes. Empty at the end. Blocks.
    func next(_ count: Int, bytes: Int) throws -> [NewJob] {
        var jobs: [NewJob] = []
        var size = 0
        while jobs.count < count, size < bytes, let job = try next() {
            size += job.parameters.utf8.count + (job.body?.utf8.count ?? 0)
            jobs.append(job)
        }
        return jobs
    }

    private func admit(_ line: LineReader<FileBytes>.Line, _ findings: inout Findings) -> NewJob? {
        do throws(JobRejection) {
            guard let bytes = line.bytes else {
                throw JobRejection("The line is longer than \(Self.longestLine >> 20) MiB.")
            }
            let admission = try admission.admit(bytes, now: now)
            for warning in admission.warnings
            where findings.warnings.count < Self.keptProblems && !findings.warnings.contains(warning) {
                findings.warnings.append(warning)
            }
            return admission.job
        } catch {
            findings.bad += 1
            if findings.problems.count < Self.keptProblems {
                findings.problems.append(Problem(line: line.number, message: error.description.cut(to: 500)))
            }
            return nil
        }
    }
}
