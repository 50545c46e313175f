import Ports
import Secrets

/// Brings a document's bytes from the storage, however often that breaks off.
struct DocumentReceiver: Sendable {
    /// What has come.
    enum Arrival: Sendable {
        /// The document begins, or begins anew.
        case begun(contentType: String?)
        case bytes([UInt8])
    }

    let transport: any HTTPTransport
    let timekeeper: any Timekeeper
    /// How long the head of an answer may take.
    let timeout: Duration

    /// Sends everything that comes down `pipe`, and ends it.
    ///
    /// - Parameter address: Gives an address; called again when the storage refuses it. Is told how many in a row were
    ///   refused.
    func receive(
        from address: @Sendable (_ refusals: Int) async throws -> DocumentAddress, into pipe: Pipe<Arrival>
    ) async {
        do {
            var download = Download()
            // Each address costs a permit, and few of them are given out: one that the storage takes is used again.
            var held: DocumentAddress?
            while true {
                let refusals = download.refusals
                let place: DocumentAddress
                if let held { place = held } else { place = try await address(refusals) }
                held = place
                guard StorageURL.isAcceptable(place.url) else {
                    throw DocumentFault(
                        .notAnAddress,
                        "What Amazon gave as the document's address is no https URL. It was not used; try again later.")
                }
                switch try await attempt(place, &download, pipe) {
                case .askAgain(let pause):
                    if download.refusals > refusals { held = nil }
                    try await timekeeper.sleep(for: pause)
                case .giveUp(let fault): throw fault
                case .complete, .begin, .goOn: return pipe.finish()
                }
            }
        } catch {
            pipe.finish(throwing: error)
        }
    }

    /// Sends one request and reads its answer to the end.
    private func attempt(
        _ place: DocumentAddress, _ download: inout Download, _ pipe: Pipe<Arrival>
    ) async throws -> Download.Step {
        do {
            let answer = try await transport.send(
                HTTPRequest(method: "GET", url: place.url.reveal(), headers: download.headers, timeout: timeout))
            let isDocument = (200..<300).contains(answer.status)
            let code = isDocument ? nil : try await StorageError.code(in: answer.body)
            let step = download.answered(answer.status, answer.headers, code: code)
            switch step {
            case .begin: try await pipe.send(.begun(contentType: answer.headers.first("Content-Type")), weight: 1)
            case .goOn: break
            case .askAgain, .giveUp, .complete: return step
            }
            for try await chunk in answer.body where !chunk.isEmpty {
                download.took(chunk.count)
                try await pipe.send(.bytes(chunk), weight: chunk.count)
            }
            return download.ended()
        } catch let error as HTTPTransportError {
            return download.failed(error.message)
        }
    }
}
