import JobModel
import JobStore
import Overview

/// What a job has brought.
struct JobResultView {
    /// A file that a job has written.
    struct File {
        let location: String
        let size: String
        let written: Instant
    }

    let resultText: String
    let file: String?
    let sha: String?
    /// The answer itself; `nil` where there is none, and where it is not for these eyes.
    let inline: ShownText?
    /// Why the answer is not shown although it is there.
    let withheld: String?

    /// - Parameter place: Where files of results lie.
    init?(_ record: JobRecord, _ outputs: [OutputRow], place: String, isOperator: Bool) {
        guard let result = record.row.result else { return nil }
        sha = result.sha256
        guard !record.isEmpty else {
            (resultText, file, inline, withheld) = ("None: Amazon has no data for it.", nil, nil, nil)
            return
        }
        let parts = [
            result.status.map { "status \($0)" }, Words.counted(result.bytes, "byte"),
            result.pages.map { Words.counted($0, "page") }, record.shortfall,
        ]
        resultText = parts.compactMap(\.self).joined(separator: ", ")
        file = Self.file(record, outputs, place: place)
        guard let text = result.inline else {
            (inline, withheld) = (nil, nil)
            return
        }
        if record.hidesResult {
            (inline, withheld) = (
                nil, "The answer may tell of people or hold a credential, so that it is not shown here."
            )
        } else if !isOperator {
            (inline, withheld) = (nil, "The answer is shown to operators.")
        } else {
            (inline, withheld) = (ShownText(text), nil)
        }
    }

    /// Where the result's file lies; `nil` when it has none. The place may have been another one when it was written.
    private static func file(_ record: JobRecord, _ outputs: [OutputRow], place: String) -> String? {
        guard let result = record.row.result, let path = result.path else { return nil }
        if path.hasPrefix("s3://") { return path }
        let written = outputs.last { $0.location.hasSuffix("/\(path)") && $0.sha256 == result.sha256 }
        return written?.location ?? "\(place)/\(path)"
    }

    /// What the job has written besides its result: a job that failed or was run again may have.
    static func others(_ record: JobRecord, _ outputs: [OutputRow], place: String, now: Timestamp) -> [File] {
        let file = file(record, outputs, place: place)
        return outputs.filter { $0.location != file }.suffix(20).map {
            File(location: $0.location, size: Words.counted($0.bytes, "byte"), written: $0.writtenAt.shown(now))
        }
    }
}
