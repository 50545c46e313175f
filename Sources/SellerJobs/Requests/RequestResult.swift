import Crypto
import JobModel
import Ports

/// Keeps the body of an answer: in the job's row when it is small and not confidential, in a file otherwise.
struct RequestResult: Sendable {
    let output: OutputFolder
    let probe: Probe
    /// Where the file goes; `nil` leaves small bodies in the row and larger ones under the standard path.
    let template: OutputTemplate?
    /// Whether the answer may hold personal data or something that opens what it leads to: neither enters the database.
    let isConfidential: Bool
    /// Whether a run that comes after one that died brings the answer to the same place again. Otherwise it must be
    /// written down before it gets its name: nothing else would tell whose it is.
    let comesAgain: Bool
    /// Takes note of what was written, or is about to be brought to its place.
    let wrote: @Sendable (WrittenOutput) -> Void
    /// Writes down that the answer is kept, before it is brought to its place. Settles any doubt about the call.
    let remember: @Sendable (SealedNote) async throws -> Void

    /// Reads the body to its end and keeps it.
    ///
    /// - Throws: `OutputError`, one that says `isKept` when only the way to its place is left; `HTTPTransportError`
    ///   when the body breaks off, `CancellationError`.
    func keep(_ body: HTTPBody, status: Int?, job: ClaimedJob, now: Timestamp) async throws -> JobResult {
        var head: [UInt8] = []
        var file: OutputFile?
        do {
            if template != nil { file = try await begin(job, now) }
            for try await chunk in body {
                if let file {
                    try await file.append(chunk)
                    continue
                }
                head += chunk
                if head.count > JobResult.largestInline || (isConfidential && !head.isEmpty) {
                    let opened = try await begin(job, now)
                    try await opened.append(head)
                    file = opened
                }
            }
        } catch {
            await file?.abandon()
            throw error
        }
        if let file { return try await finish(file, status, job, now) }
        // Compressed or binary bodies cannot stand in a text column.
        guard let text = String(validating: head, as: UTF8.self) else {
            let opened = try await begin(job, now)
            do {
                try await opened.append(head)
            } catch {
                await opened.abandon()
                throw error
            }
            return try await finish(opened, status, job, now)
        }
        let hash = OutputFile.hexadecimal(SHA256.hash(data: head))
        return JobResult(status: status, bytes: head.count, sha256: hash, inline: text)
    }

    /// Brings the complete file to its place.
    private func finish(
        _ file: OutputFile, _ status: Int?, _ job: ClaimedJob, _ now: Timestamp
    ) async throws -> JobResult {
        let note: SealedNote
        do {
            let hash = try await file.seal()
            note = SealedNote(
                path: path(job, now), unique: Self.unique(job), bytes: await file.bytes, sha256: hash, status: status)
        } catch {
            await file.abandon()
            throw error
        }
        // Whatever goes wrong from here on, the file stays where a later run is told to look for it.
        let isNoted = file.needsNote || !comesAgain
        if isNoted {
            if let output = try await file.announced() { wrote(output) }
            try await remember(note)
        }
        do {
            let place = try await file.publish()
            wrote(try await file.written(at: place))
            probe.pass(.outputNamed)
            return note.result(at: place)
        } catch var error as OutputError {
            error.isKept = isNoted
            if !error.isKept { await file.abandon() }
            throw error
        }
    }

    private func begin(_ job: ClaimedJob, _ now: Timestamp) async throws -> OutputFile {
        try await output.begin(path(job, now), unique: Self.unique(job))
    }

    private func path(_ job: ClaimedJob, _ now: Timestamp) -> String {
        (template ?? .standard).path(for: job, now: now)
    }

    /// Marks the temporary file as this run's.
    static func unique(_ job: ClaimedJob) -> String { "\(job.id)-\(job.fence.run)" }
}
