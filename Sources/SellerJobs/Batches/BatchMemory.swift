import JobModel

/// Keeps the entries of a batch's items between its calls: with the job while they are small, in a file otherwise.
///
/// The file grows by a line for each entry: the item's number, a tab, the entry; the last line of an item counts. Lines
/// go to the disk before a checkpoint counts them, and a later run cuts off what no checkpoint counts.
struct BatchMemory: Sendable {
    let output: OutputFolder
    /// Marks the file as this job's, whichever run writes to it.
    let unique: String
    /// The output's path, beside which a new file lies, relative to the output directory.
    let path: String
    /// Whether entries may hold personal data, which never enters the database.
    let isRestricted: Bool

    /// The entries that a checkpoint tells of.
    ///
    /// - Throws: `OutputError`, an incomplete one when the file has lost some.
    func recall(_ checkpoint: BatchCheckpoint?) async throws -> [Int: [UInt8]] {
        switch checkpoint {
        case nil, .ended: return [:]
        case .held(let entries): return entries
        case .filed(let path, let bytes):
            let file = try await output.scratch(path, unique: unique, keeping: bytes)
            do {
                let content = try await file.contents()
                await file.leave()
                return Self.entries(in: content)
            } catch {
                await file.leave()
                throw error
            }
        }
    }

    /// Keeps entries, and returns the checkpoint that tells of them.
    ///
    /// - Parameters:
    ///   - entries: All that there are.
    ///   - fresh: The items whose entries the last checkpoint does not tell.
    ///   - last: The last checkpoint.
    /// - Throws: `OutputError`.
    func keep(_ entries: [Int: [UInt8]], fresh: Set<Int>, last: BatchCheckpoint?) async throws -> BatchCheckpoint {
        let size = entries.values.reduce(0) { $0 + $1.count }
        var (place, bytes, added) = (path, 0, Set(entries.keys))
        if case .filed(let path, let count)? = last {
            (place, bytes, added) = (path, count, fresh)
        } else if size <= JobResult.largestInline, !isRestricted {
            return .held(entries)
        }
        let file = try await output.scratch(place, unique: unique, keeping: bytes)
        do {
            for number in added.sorted() {
                guard let entry = entries[number] else { continue }
                try await file.append(Array("\(number)\t".utf8) + entry + [UInt8(ascii: "\n")])
            }
            try await file.sync()
        } catch {
            await file.leave()
            throw error
        }
        await file.leave()
        return .filed(path: place, bytes: await file.bytes)
    }

    /// Removes the file that a checkpoint tells of.
    func forget(_ checkpoint: BatchCheckpoint?) async {
        switch checkpoint {
        case nil, .held: break
        case .filed(let path, _)?, .ended(_, let path)?: await output.discard(path, unique: unique)
        }
    }

    private static func entries(in content: [UInt8]) -> [Int: [UInt8]] {
        var entries: [Int: [UInt8]] = [:]
        // Entries hold no line breaks: these are white space, or escaped.
        for line in content.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
            guard parts.count == 2, let number = Int(String(decoding: parts[0], as: UTF8.self)) else { continue }
            entries[number] = Array(parts[1])
        }
        return entries
    }
}
