import JobStoreTesting
import Ports
import Secrets
import Synchronization

@testable import SellerJobs

/// A made-up S3: it keeps objects, wants every call signed for the bucket's own region, holds checksums against what came, and
/// fails as a test says.
final class FakeStorage: HTTPTransport {
    struct Object: Sendable {
        var bytes: [UInt8]
        var headers: [HTTPHeader]
        /// In how many parts it came; `nil` for one piece.
        var parts: Int?

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private struct Upload {
        var path: String
        var headers: [HTTPHeader]
        var parts: [Int: [UInt8]] = [:]
    }

    private struct State {
        var objects: [String: Object] = [:]
        var uploads: [String: Upload] = [:]
        var begun = 0
        var aborted: [String] = []
        var calls: [String] = []
        var mostAtOnce = 0
        var underWay = 0
    }

    static let endpoint = "https://storage.test"

    private let state = Mutex(State())
    private let region: String
    private let onCall: @Sendable (_ call: String, _ number: Int) async throws -> HTTPResponse?
    private let afterCall: @Sendable (_ call: String, _ number: Int) async throws -> HTTPResponse?

    /// - Parameters:
    ///   - region: Where its one bucket `reports` is.
    ///   - onCall: Answers a call, such as `PUT reports/a.txt`, in place of the usual answer. The first is number 1.
    ///   - afterCall: Answers in place of the usual answer when the call has taken effect.
    init(
        region: String = "eu-west-1",
        onCall: @escaping @Sendable (_ call: String, _ number: Int) async throws -> HTTPResponse? = { _, _ in nil },
        afterCall: @escaping @Sendable (_ call: String, _ number: Int) async throws -> HTTPResponse? = { _, _ in nil }
    ) {
        self.region = region
        self.onCall = onCall
        self.afterCall = afterCall
    }

    /// The objects by bucket and key.
    var objects: [String: Object] { state.withLock { $0.objects } }
    var calls: [String] { state.withLock { $0.calls } }
    /// Uploads that were called off.
    var aborted: [String] { state.withLock { $0.aborted } }
    /// Uploads that are under way.
    var uploads: [String] { state.withLock { Array($0.uploads.keys) } }
    /// The most calls that were under way at a time.
    var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

    /// Puts something there that is nobody's.
    func put(_ path: String, _ text: String) {
        state.withLock { $0.objects[path] = Object(bytes: Array(text.utf8), headers: []) }
    }

    /// A program's way to it.
    func store(
        _ change: (inout ObjectSettings) -> Void = { _ in }, sizes: ObjectSizes = ObjectSizes(),
        clock: any Timekeeper = ImpatientClock(), region: String? = nil
    ) -> ObjectStore {
        var settings = ObjectSettings()
        settings.endpoint = Self.endpoint
        settings.region = region ?? self.region
        change(&settings)
        return ObjectStore(
            settings, sizes: sizes, transport: self, timekeeper: clock, random: SeededRandom(seed: 2)
        ) {
            ObjectIdentity(
                credentials: FixedKeys(), endpoints: AWSEndpoints(environment: [String: String]()), region: nil)
        }
    }

    func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse {
        onSend()
        let path = String(request.url.dropFirst(Self.endpoint.count + 1).prefix { $0 != "?" })
        let call = "\(request.method) \(path)"
        let number = state.withLock { state in
            state.calls.append(call)
            state.underWay += 1
            state.mostAtOnce = max(state.mostAtOnce, state.underWay)
            return state.calls.count
        }
        defer { state.withLock { $0.underWay -= 1 } }
        await Task.yield()
        if let answer = try await onCall(call, number) { return answer }
        if let refusal = refusal(of: request) { return refusal }
        let usual = state.withLock { answer(request, path, &$0) }
        return try await afterCall(call, number) ?? usual
    }

    // MARK: Signatures

    private func refusal(of request: HTTPRequest) -> HTTPResponse? {
        let sent = SealedReader.Piece(request.body ?? [])
        guard request.headers.first("x-amz-content-sha256") == sent.sha256 else {
            return Self.error(400, "XAmzContentSHA256Mismatch")
        }
        let words = request.headers.first("authorization") ?? ""
        guard words.hasPrefix("AWS4-HMAC-SHA256 Credential=planted-id/"), words.contains("/s3/aws4_request") else {
            return Self.error(403, "SignatureDoesNotMatch")
        }
        guard words.contains("/\(region)/s3/") else {
            return Self.error(
                301, "PermanentRedirect", headers: [HTTPHeader("x-amz-bucket-region", region)],
                isBare: request.method == "HEAD")
        }
        if let checksum = request.headers.first("x-amz-checksum-sha256"), checksum != sent.checksum {
            return Self.error(400, "BadDigest")
        }
        return nil
    }

    static func error(
        _ status: Int, _ code: String, _ message: String = "", headers: [HTTPHeader] = [], isBare: Bool = false
    ) -> HTTPResponse {
        let text = "<?xml version=\"1.0\"?>\n<Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
        return HTTPResponse(status: status, headers: headers, body: HTTPBody(isBare ? [] : Array(text.utf8)))
    }

    // MARK: Objects

    private func answer(_ request: HTTPRequest, _ path: String, _ state: inout State) -> HTTPResponse {
        guard path == "reports" || path.hasPrefix("reports/") else {
            return Self.error(404, "NoSuchBucket", isBare: request.method == "HEAD")
        }
        let query = request.url.split(separator: "?").dropFirst().first.map(String.init) ?? ""
        var fields: [String: String] = [:]
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            fields[parts[0]] = parts.count == 2 ? parts[1] : ""
        }
        let isFree = state.objects[path] == nil
        let wantsFree = request.headers.first("if-none-match") == "*"
        switch (request.method, fields["uploadId"]) {
        case ("HEAD", _):
            if path == "reports" { return HTTPResponse(status: 200) }
            guard let object = state.objects[path] else { return Self.error(404, "", isBare: true) }
            return HTTPResponse(status: 200, headers: object.headers)
        case ("PUT", nil):
            guard isFree || !wantsFree else { return Self.error(412, "PreconditionFailed") }
            state.objects[path] = Object(bytes: request.body ?? [], headers: request.headers)
            return HTTPResponse(status: 200, headers: [HTTPHeader("ETag", "\"e\"")])
        case ("POST", nil):
            state.begun += 1
            let id = "upload-\(state.begun)"
            state.uploads[id] = Upload(path: path, headers: request.headers)
            let text = "<InitiateMultipartUploadResult><UploadId>\(id)</UploadId></InitiateMultipartUploadResult>"
            return HTTPResponse(status: 200, body: HTTPBody(Array(text.utf8)))
        case ("PUT", let id?):
            guard let number = fields["partNumber"].flatMap({ Int($0) }), state.uploads[id] != nil else {
                return Self.error(404, "NoSuchUpload")
            }
            state.uploads[id]?.parts[number] = request.body
            return HTTPResponse(status: 200, headers: [HTTPHeader("ETag", "\"part-\(number)\"")])
        case ("POST", let id?):
            guard let upload = state.uploads[id] else { return Self.error(404, "NoSuchUpload") }
            // The end is promised before it is reached.
            guard isFree || !wantsFree else { return Self.error(200, "PreconditionFailed") }
            let list = String(decoding: request.body ?? [], as: UTF8.self)
            let numbers = upload.parts.keys.sorted()
            guard numbers == Array(1...max(1, numbers.count)), list.ranges(of: "<PartNumber>").count == numbers.count,
                numbers.allSatisfy({ list.contains("<ETag>&quot;part-\($0)&quot;</ETag>") })
            else { return Self.error(400, "InvalidPart") }
            state.uploads[id] = nil
            state.objects[path] = Object(
                bytes: numbers.flatMap { upload.parts[$0] ?? [] }, headers: upload.headers, parts: numbers.count)
            let text = "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>"
            return HTTPResponse(status: 200, body: HTTPBody(Array(("\n" + text).utf8)))
        case ("DELETE", nil):
            state.objects[path] = nil
            return HTTPResponse(status: 204)
        case ("DELETE", let id?):
            guard state.uploads.removeValue(forKey: id) != nil else { return Self.error(404, "NoSuchUpload") }
            state.aborted.append(id)
            return HTTPResponse(status: 204)
        default: return Self.error(405, "MethodNotAllowed")
        }
    }
}

/// Always the same keys.
struct FixedKeys: AWSCredentialSource {
    func credentials() async throws(SecretError) -> AWSCredentials {
        AWSCredentials(
            accessKeyID: "planted-id", secretAccessKey: Secret("planted-secret"), source: "the test")
    }
}

/// A clock whose sleeps take no time.
struct ImpatientClock: Timekeeper {
    func wallMicroseconds() -> Int64 { 1_767_225_600_000_000 }
    func monotonic() -> Duration { .zero }
    func sleep(for duration: Duration) async throws { try Task.checkCancellation() }
}
