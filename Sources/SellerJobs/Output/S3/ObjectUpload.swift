import Ports
import Secrets

/// Brings a complete file to its place in S3: in one piece when it is small, in parts otherwise. Either way the object
/// appears in one instant.
struct ObjectUpload: Sendable {
    /// What became of it.
    enum End: Sendable, Hashable {
        /// The object is there.
        case stored
        /// Another object is there and stays.
        case taken
    }

    /// Parts that are sent at a time: as many lie in memory.
    private static let width = 2

    let store: ObjectStore
    let place: ObjectPlace
    let output: SealedOutput
    /// Whether an object that is there stays.
    let onlyIfFree: Bool
    let note: UploadNote

    /// Brings it there.
    ///
    /// - Throws: `OutputError`, `CancellationError`.
    func run() async throws -> End {
        do {
            await abandonOlder()
            let reader = SealedReader(output.file)
            guard let parts = store.sizes.parts(of: output.bytes) else { return try await inOnePiece(reader) }
            return try await inParts(parts, reader)
        } catch let failure as AWSFailure {
            throw try ObjectExplanation(place: place.description, bucket: place.bucket, right: "s3:PutObject")
                .error(failure)
        }
    }

    // MARK: One piece

    private func inOnePiece(_ reader: SealedReader) async throws -> End {
        let piece = try await reader.piece(0..<output.bytes)
        var call = call("PUT", headers: kind + condition + [HTTPHeader("x-amz-checksum-sha256", piece.checksum)])
        call.body = piece.bytes
        call.bodyHash = piece.sha256
        do {
            _ = try await store.call(call)
            return .stored
        } catch let failure as AWSFailure where failure.isTaken {
            return try await whose()
        }
    }

    /// Something is at the place: it may be this same output, when the answer to an earlier try was lost.
    private func whose() async throws -> End {
        try await store.object(at: place)?.isOwn(output) == true ? .stored : .taken
    }

    // MARK: Parts

    private func inParts(_ parts: [Range<Int>], _ reader: SealedReader) async throws -> End {
        let answer = try await store.call(
            call("POST", [("uploads", nil)], headers: kind + [HTTPHeader("x-amz-checksum-algorithm", "SHA256")]))
        guard let id = XMLAnswer(answer.body)?.text("UploadId"), !id.isEmpty else {
            throw OutputError("The output \(place) cannot be stored: S3 began an upload without an id.")
        }
        do {
            try await note.write(UploadNote.Upload(place: place, id: id))
            let list = try await send(parts, id, reader)
            let end = try await complete(list, id)
            await note.remove()
            return end
        } catch is CancellationError {
            // The next run calls it off.
            throw CancellationError()
        } catch {
            await abort(place, id)
            await note.remove()
            throw error
        }
    }

    /// Sends all parts. Returns the list of them that ends the upload.
    private func send(_ parts: [Range<Int>], _ id: String, _ reader: SealedReader) async throws -> String {
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            var entries: [Int: String] = [:]
            var next = 0
            while next < parts.count || !group.isEmpty {
                if next < parts.count, next - entries.count < Self.width {
                    let number = next + 1
                    let range = parts[next]
                    group.addTask { (number, try await send(range, number, id, reader)) }
                    next += 1
                    continue
                }
                if let (number, entry) = try await group.next() { entries[number] = entry }
            }
            return entries.sorted { $0.key < $1.key }.map(\.value).joined()
        }
    }

    private func send(_ range: Range<Int>, _ number: Int, _ id: String, _ reader: SealedReader) async throws -> String {
        let piece = try await reader.piece(range)
        var call = call(
            "PUT", [("partNumber", "\(number)"), ("uploadId", id)],
            headers: [HTTPHeader("x-amz-checksum-sha256", piece.checksum)])
        call.body = piece.bytes
        call.bodyHash = piece.sha256
        let answer = try await store.call(call)
        guard let tag = answer.headers.first("etag") else {
            throw OutputError("The output \(place) cannot be stored: S3 took a part without giving its tag.")
        }
        return "<Part><PartNumber>\(number)</PartNumber><ETag>\(Self.escaped(tag))</ETag>"
            + "<ChecksumSHA256>\(piece.checksum)</ChecksumSHA256></Part>"
    }

    private func complete(_ list: String, _ id: String) async throws -> End {
        var call = call(
            "POST", [("uploadId", id)], headers: condition + [HTTPHeader("Content-Type", "application/xml")])
        call.body = Array(
            "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\(list)</CompleteMultipartUpload>"
                .utf8)
        do {
            _ = try await store.call(call)
            return .stored
        } catch let failure as AWSFailure where failure.isTaken {
            let end = try await whose()
            await abort(place, id)
            return end
        } catch let failure as AWSFailure where failure.refusal?.type == "NoSuchUpload" {
            // A try before this one has ended it, and its answer was lost.
            if try await store.object(at: place)?.isOwn(output) == true { return .stored }
            throw OutputError("The output \(place) cannot be stored: somebody has called off the upload.")
        }
    }

    /// Calls off what an earlier run has begun and not ended.
    private func abandonOlder() async {
        guard let older = await note.read() else { return }
        await abort(older.place, older.id)
        await note.remove()
    }

    /// Calls off an upload. What cannot be called off is left to the bucket's rules.
    private func abort(_ place: ObjectPlace, _ id: String) async {
        _ = try? await store.call(
            ObjectCall(
                method: "DELETE", bucket: place.bucket, key: place.key, query: [("uploadId", id)],
                right: "s3:AbortMultipartUpload"))
    }

    // MARK: What calls have in common

    private func call(
        _ method: String, _ query: [(name: String, value: String?)] = [], headers: [HTTPHeader]
    ) -> ObjectCall {
        ObjectCall(
            method: method, bucket: place.bucket, key: place.key, query: query, headers: headers, right: "s3:PutObject")
    }

    /// What is said of the object, once.
    private var kind: [HTTPHeader] {
        let settings = store.settings
        var headers = [
            HTTPHeader("Content-Type", place.contentType), HTTPHeader(StoredObject.sha256Field, output.sha256),
            HTTPHeader(StoredObject.uniqueField, output.unique),
        ]
        if let encryption = settings.encryption {
            headers.append(HTTPHeader("x-amz-server-side-encryption", encryption.rawValue))
        }
        if let key = settings.kmsKeyID {
            headers.append(HTTPHeader("x-amz-server-side-encryption-aws-kms-key-id", key))
        }
        if let storageClass = settings.storageClass { headers.append(HTTPHeader("x-amz-storage-class", storageClass)) }
        return headers
    }

    private var condition: [HTTPHeader] { onlyIfFree ? [HTTPHeader("If-None-Match", "*")] : [] }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}

extension AWSFailure {
    /// Whether an object stands where another one was to go only if none did.
    var isTaken: Bool { refusal?.type == "PreconditionFailed" }
}
