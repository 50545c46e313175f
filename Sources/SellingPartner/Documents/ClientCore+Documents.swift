import Ports
import Secrets

extension ClientCore {
    /// Fetches a document's address and begins to download it.
    ///
    /// The address is valid for five minutes: one that has lapsed on the way is fetched once more.
    ///
    /// - Parameters:
    ///   - operation: The operation that tells the address.
    ///   - parameter: The parameter that names the document.
    func download(_ operation: String, _ parameter: String, _ id: String) async throws -> DocumentDownload {
        var hasLapsed = false
        while true {
            let place = try await value(operation, [parameter: CallParameter(id)], as: DocumentPlace.self)
            // Inflated here, once: a storage that also names an encoding must not have it undone on the way.
            let answer = try await store(
                "GET", place.url, operation, headers: [HTTPHeader("Accept-Encoding", "identity")])
            if answer.status == 403, !hasLapsed {
                hasLapsed = true
                continue
            }
            guard (200..<300).contains(answer.status) else { throw Self.refused(answer.status, operation) }
            let body = answer.body
            return DocumentDownload(
                contentType: answer.headers.first("Content-Type"),
                body: HTTPBody {
                    let unpacked = UnpackedBody(body)
                    return { try await unpacked.next() }
                })
        }
    }

    /// Sends content to the address that Amazon gave out for it.
    func upload(_ content: [UInt8], contentType: String, to url: Secret, _ operation: String) async throws {
        let answer = try await store(
            "PUT", url, operation, headers: [HTTPHeader("Content-Type", contentType)], body: content)
        guard (200..<300).contains(answer.status) else { throw Self.refused(answer.status, operation) }
    }

    /// Sends a request to the storage: without a token and without any header that Amazon did not ask for.
    private func store(
        _ method: String, _ url: Secret, _ operation: String, headers: [HTTPHeader] = [], body: [UInt8]? = nil
    ) async throws -> HTTPResponse {
        guard StorageURL.isAcceptable(url) else {
            throw CallFailure(
                .storageRefused, operation: operation, detail: "the document's address is not an https URL")
        }
        do {
            return try await transport.send(
                HTTPRequest(
                    method: method, url: url.reveal(), headers: headers, body: body, timeout: settings.requestTimeout))
        } catch let error as HTTPTransportError {
            throw CallFailure(.storageRefused, operation: operation, detail: error.message)
        }
    }

    private static func refused(_ status: Int, _ operation: String) -> CallFailure {
        CallFailure(
            .storageRefused, operation: operation,
            detail: status == 403
                ? "the storage refused the document's address, which is valid for five minutes"
                : "the storage answered with status \(status)",
            status: status)
    }

    // MARK: Waiting

    /// Looks at something until it is final.
    ///
    /// - Parameter look: Looks once.
    /// - Throws: ``CallFailure`` with the code `noDocument` when it takes too long, and what `look` throws.
    func wait<Record: Sendable>(
        _ operation: String, _ polling: Polling, status: (Record) -> ProcessingStatus?,
        look: () async throws -> Record
    ) async throws -> Record {
        let start = timekeeper.monotonic()
        var looks = 0
        var wasMissing = false
        while true {
            var last: ProcessingStatus?
            do {
                let record = try await look()
                last = status(record)
                if last?.isFinal == true { return record }
            } catch let failure as CallFailure where failure.code == .notFound && !wasMissing && looks == 0 {
                // Right after it was made it may not be there yet.
                wasMissing = true
            }
            guard let pause = polling.pause(afterLooks: looks, elapsed: timekeeper.monotonic() - start) else {
                throw CallFailure(
                    .noDocument, operation: operation,
                    detail: "still \(last?.rawValue ?? "without a status") after \(looks + 1) looks; look again later")
            }
            looks += 1
            try await timekeeper.sleep(for: pause)
        }
    }
}
