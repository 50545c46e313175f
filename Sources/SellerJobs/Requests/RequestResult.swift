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

    /// Reads the body to its end and keeps it.
    ///
    /// - Throws: `OutputError`, `HTTPTransportError` when the body breaks off, `CancellationError`.
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
            if let file {
                let hash = try await file.finish()
                probe.pass(.outputNamed)
                return JobResult(status: status, bytes: await file.bytes, sha256: hash, path: file.relativePath)
            }
        } catch {
            await file?.abandon()
            throw error
        }
        // Compressed or binary bodies cannot stand in a text column.
        guard let text = String(validating: head, as: UTF8.self) else {
            let opened = try await begin(job, now)
            do {
                try await opened.append(head)
                let hash = try await opened.finish()
                probe.pass(.outputNamed)
                return JobResult(status: status, bytes: head.count, sha256: hash, path: opened.relativePath)
            } catch {
                await opened.abandon()
                throw error
            }
        }
        let hash = OutputFile.hexadecimal(SHA256.hash(data: head))
        return JobResult(status: status, bytes: head.count, sha256: hash, inline: text)
    }

    private func begin(_ job: ClaimedJob, _ now: Timestamp) async throws -> OutputFile {
        try await output.begin(
            (template ?? .standard).path(for: job, now: now), unique: "\(job.id)-\(job.fence.run)")
    }
}
