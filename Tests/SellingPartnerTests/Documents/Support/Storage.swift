import JobStoreTesting
import Ports
import Secrets
import Synchronization

@testable import SellingPartner

/// A storage host that a test plays, and a fetch from it on a clock that passes by itself.
final class Storage: Sendable {
    static let address = "https://storage.example/planted-path?X-Signature=planted"

    let clock = VirtualTimekeeper()
    let transport: ScriptedTransport
    private let written = Mutex<[UInt8]>([])
    private let restarts = Counter()
    private let refusals = Recorder<Int>()

    /// - Parameter answer: Answers a request; gets its number, from 1.
    init(_ answer: @escaping @Sendable (HTTPRequest, Int) throws -> HTTPResponse) {
        let number = Counter()
        transport = ScriptedTransport { try answer($0, number.next()) }
    }

    /// What was written since the last restart.
    var output: [UInt8] { written.withLock { $0 } }
    /// How often what was written was forgotten.
    var restartCount: Int { restarts.value }
    /// What each question for an address said about refusals.
    var told: [Int] { refusals.all }
    /// The ranges that were asked for; `nil` for the whole document.
    var ranges: [String?] { transport.requests.map { $0.headers.first("Range") } }

    /// An answer with a document, or a part of one.
    ///
    /// - Parameters:
    ///   - range: The part that comes, of `content`; it breaks off after `end` bytes of the document.
    static func document(
        _ content: [UInt8], from start: Int = 0, breakingAt end: Int? = nil, tag: String? = "\"v1\"",
        type: String? = nil, announced: Bool = true
    ) -> HTTPResponse {
        var headers: [HTTPHeader] = []
        if let type { headers.append(HTTPHeader("Content-Type", type)) }
        if let tag { headers.append(HTTPHeader("ETag", tag)) }
        if announced { headers.append(HTTPHeader("Content-Length", "\(content.count - start)")) }
        if start > 0 {
            headers.append(HTTPHeader("Content-Range", "bytes \(start)-\(content.count - 1)/\(content.count)"))
        }
        let chunks = Array(content[start..<(end ?? content.count)]).chunks(of: 1000)
        return HTTPResponse(
            status: start > 0 ? 206 : 200, headers: headers,
            body: HTTPBody {
                let next = Counter()
                return {
                    let index = next.next() - 1
                    if index < chunks.count { return chunks[index] }
                    guard end != nil else { return nil }
                    throw HTTPTransportError(.connectionLost, wasSent: true, message: "the connection broke")
                }
            })
    }

    static func refusal(_ status: Int, code: String = "AccessDenied") -> HTTPResponse {
        let text = "<Error><Code>\(code)</Code><Message>planted</Message><Resource>/planted-path</Resource></Error>"
        return HTTPResponse(status: status, body: HTTPBody(Array(text.utf8)))
    }

    /// What the fetch hands bytes and questions to.
    enum Party: Sendable, CaseIterable { case address, restart, write }

    /// Fetches, and passes every pause.
    ///
    /// - Parameter failing: Who throws an error, and which.
    func fetch(
        _ form: DocumentForm = DocumentForm(), url: String = Storage.address,
        failing: (party: Party, error: any Error)? = nil
    ) async throws -> (figures: DocumentFigures, paused: Duration) {
        let fetch = DocumentFetch(transport: transport, timekeeper: clock, form: form, timeout: .seconds(60))
        let start = clock.monotonic()
        let done = Counter()
        return try await withThrowingTaskGroup(of: DocumentFigures.self) { group in
            group.addTask {
                defer { done.next() }
                return try await fetch.run {
                    if let failing, failing.party == .address { throw failing.error }
                    self.refusals.append($0)
                    return DocumentAddress(url: Secret(url), compression: "GZIP")
                } restart: {
                    if let failing, failing.party == .restart { throw failing.error }
                    self.restarts.next()
                    self.written.withLock { $0 = [] }
                } write: { piece in
                    if let failing, failing.party == .write { throw failing.error }
                    self.written.withLock { $0 += piece }
                }
            }
            while done.value == 0 {
                if let pause = clock.timeToNextSleeper { clock.advance(by: pause) }
                await Task.yield()
            }
            guard let figures = try await group.next() else { throw CancellationError() }
            return (figures, clock.monotonic() - start)
        }
    }

    /// The fault that a fetch ends with.
    func fault(_ form: DocumentForm = DocumentForm(), url: String = Storage.address) async throws -> DocumentFault? {
        do {
            _ = try await fetch(form, url: url)
            return nil
        } catch let fault as DocumentFault {
            return fault
        }
    }
}
