package import JobModel
import OperationCatalogue

/// The template of an output path: `orders/{seller}/{date}/{job}.json`, or of an object in S3:
/// `s3://bucket/orders/{seller}/{job}.json`.
///
/// Whatever it holds, the path that comes out stays inside the output directory or the bucket: the template itself is
/// checked, and values that are filled in lose everything that could change the path's shape.
package struct OutputTemplate: Sendable, Hashable {
    /// What may be filled in.
    enum Field: String, CaseIterable {
        case application, date, job, marketplace, operation, region, run, seller, type
    }

    private enum Part: Hashable {
        case text(String)
        case field(Field)
    }

    /// Files may have names of 255 bytes; the temporary name adds some, and so do values that are filled in.
    private static let longestName = 180

    private let parts: [Part]
    /// The country code of the job's marketplace; `nil` where there is none.
    var marketplace: String?

    /// Results that are too large for the database and whose job names no path.
    static let standard = OutputTemplate(parts: [
        .field(.seller), .text("/"), .field(.operation), .text("/"), .field(.job), .text(".json"),
    ])

    /// Listings whose job names no path.
    static let pages = OutputTemplate(parts: [
        .field(.seller), .text("/"), .field(.operation), .text("/"), .field(.job), .text(".ndjson"),
    ])

    private init(parts: [Part]) {
        self.parts = parts
    }

    /// Reads a template.
    ///
    /// - Throws: `JobRejection` that says what is wrong.
    package init(_ text: String) throws(JobRejection) {
        guard !text.isEmpty, text.utf8.count <= 1000 else {
            throw JobRejection("The output path must have 1 to 1000 characters.")
        }
        guard !text.split(separator: "/").contains(where: { $0.utf8.count > Self.longestName }) else {
            throw JobRejection(
                "The output path '\(text.prefix(60))...' holds a name of more than \(Self.longestName) bytes.")
        }
        let (root, path) = try Self.split(text)
        guard !path.hasPrefix("/"), !path.hasPrefix("~"), !path.contains("\0"), !path.hasSuffix("/") else {
            throw JobRejection(
                "The output path '\(text)' must be a file relative to the output directory, or s3://BUCKET/KEY.")
        }
        guard
            !path.split(separator: "/", omittingEmptySubsequences: false).contains(where: {
                ["..", ".", ""].contains($0)
            })
        else {
            throw JobRejection("The output path '\(text)' must not hold '.', '..' or empty folders.")
        }
        guard !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else {
            throw JobRejection(
                "The output path '\(text)' must not hold names that begin with a dot: they are hidden, as unfinished "
                    + "outputs are."
            )
        }
        var parts: [Part] = root.isEmpty ? [] : [.text(root)]
        var rest = path
        while let open = rest.firstIndex(of: "{") {
            guard let close = rest[open...].firstIndex(of: "}") else {
                throw JobRejection("The output path '\(text)' has a '{' without a '}'.")
            }
            let name = String(rest[rest.index(after: open)..<close])
            guard let field = Field(rawValue: name) else {
                let known = Field.allCases.map { "{\($0.rawValue)}" }.joined(separator: " ")
                throw JobRejection("The output path cannot hold '{\(name)}'. It may hold \(known).")
            }
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.field(field))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    /// The bucket's address, empty for a path in the output directory, and what follows it.
    private static func split(_ text: String) throws(JobRejection) -> (root: String, path: Substring) {
        guard text.hasPrefix(ObjectPlace.scheme) else { return ("", text[...]) }
        let bucket = text.dropFirst(ObjectPlace.scheme.count).prefix { $0 != "/" }
        guard ObjectPlace.isBucket(String(bucket)) else {
            throw JobRejection(
                "The output '\(text)' names no valid bucket: write s3://BUCKET/KEY, the bucket with 3 to 63 small letters, "
                    + "digits, dots and hyphens.")
        }
        let path = text[bucket.endIndex...].dropFirst()
        guard !path.isEmpty else {
            throw JobRejection("The output '\(text)' names a bucket but no object: write s3://BUCKET/KEY.")
        }
        return ("\(ObjectPlace.scheme)\(bucket)/", path)
    }

    /// Whether jobs of one template have paths of their own.
    var namesJob: Bool { parts.contains { $0 == .field(.job) } }

    /// Whether all runs of a job get the same path, whenever they come.
    var isSteady: Bool { !parts.contains { $0 == .field(.run) || $0 == .field(.date) } }

    /// The path for a run of a job, relative to the output directory, or an address in S3.
    func path(for job: ClaimedJob, now: Timestamp) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .field(let field): Self.safe(value(of: field, job, now))
            }
        }.joined()
    }

    private func value(of field: Field, _ job: ClaimedJob, _ now: Timestamp) -> String {
        switch field {
        case .application: job.lane.application
        case .date: String(now.iso8601.prefix(10))
        case .job: job.id.description
        case .marketplace: marketplace ?? "all"
        case .operation: job.operation
        case .region: job.authorization?.region ?? "all"
        case .run: String(job.fence.run)
        case .seller: job.authorization?.seller ?? job.lane.application
        case .type: job.operation.isEmpty ? job.kind : job.operation
        }
    }

    /// Letters, digits and `.-_@` stay, dots not at the beginning: a value can be neither a folder of its own nor `.` or `..`, nor
    /// hide its file.
    private static func safe(_ value: String) -> String {
        let kept = value.map { $0.isLetter || $0.isNumber || "-_@.".contains($0) ? $0 : "_" }
        let dots = kept.prefix { $0 == "." }.count
        return String(repeating: "_", count: kept.isEmpty ? 1 : dots) + String(kept.dropFirst(dots))
    }
}
