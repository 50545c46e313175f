import OperationCatalogue
import Ports
import Synchronization

/// Login with Amazon and the API in one transport: it mints tokens, knows whose they are, and answers as a test says.
final class FakeAmazon: HTTPTransport {
    /// Who a token was minted for.
    struct Owner: Sendable, Hashable {
        var client: String
        /// The host of the seller's calls; `nil` for grantless tokens.
        var host: String?
    }

    struct Call: Sendable {
        let request: HTTPRequest
        let owner: Owner
        /// 1 for the first call that got through.
        let number: Int
    }

    private struct State {
        var secrets: [String: String] = [:]
        var grants: [String: Owner] = [:]
        var tokens: [String: Owner] = [:]
        var refused: Set<String> = []
        var tokensToRefuse = 0
        var connectionsToRefuse = 0
        var tokenPrefix = "Atza|token"
        var minted = 0
        var logins: [[String: String]] = []
        var calls: [HTTPRequest] = []
        var mints: [HTTPRequest] = []
        var mintsToRefuse = 0
        var accepted = 0
        var strayed = 0
        var fetches: [HTTPRequest] = []
    }

    static let login = "https://login.test/token"
    /// Where documents are stored, which takes no token.
    static let storage = "https://storage.test/"

    private let state = Mutex(State())
    private let onLogin: @Sendable ([String: String]) async throws -> HTTPResponse?
    private let onMint: @Sendable (_ number: Int) async throws -> HTTPResponse?
    private let onCall: @Sendable (Call) async throws -> HTTPResponse
    private let onFetch: @Sendable (HTTPRequest) async throws -> HTTPResponse

    /// - Parameters:
    ///   - onLogin: Answers an exchange in place of the usual answer.
    ///   - onMint: Answers a call for a restricted data token, the first being number 1, in place of the usual answer.
    ///   - onCall: Answers a call whose token is good.
    ///   - onFetch: Answers for the storage of documents.
    init(
        onLogin: @escaping @Sendable ([String: String]) async throws -> HTTPResponse? = { _ in nil },
        onMint: @escaping @Sendable (_ number: Int) async throws -> HTTPResponse? = { _ in nil },
        onCall: @escaping @Sendable (Call) async throws -> HTTPResponse = { _ in .json(200, "{\"payload\":[]}") },
        onFetch: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse = { _ in HTTPResponse(status: 404) }
    ) {
        self.onLogin = onLogin
        self.onMint = onMint
        self.onCall = onCall
        self.onFetch = onFetch
    }

    var logins: [[String: String]] { state.withLock { $0.logins } }
    var calls: [HTTPRequest] { state.withLock { $0.calls } }
    /// Calls for restricted data tokens; they are not among `calls`.
    var mints: [HTTPRequest] { state.withLock { $0.mints } }
    /// What was fetched from the storage, or was to be.
    var fetches: [HTTPRequest] { state.withLock { $0.fetches } }
    /// The token of each call.
    var sentTokens: [String] { calls.compactMap { $0.headers.first("x-amz-access-token") } }
    var tokens: [String] { state.withLock { Array($0.tokens.keys) } }
    /// Calls whose token belongs to somebody else than their host does.
    var strayed: Int { state.withLock { $0.strayed } }

    func setSecret(_ secret: String, of client: String) { state.withLock { $0.secrets[client] = secret } }
    func grant(_ refreshToken: String, to owner: Owner) { state.withLock { $0.grants[refreshToken] = owner } }
    func revoke(_ refreshToken: String) { state.withLock { _ = $0.grants.removeValue(forKey: refreshToken) } }
    /// Every token so far is refused from now on.
    func expireTokens() { state.withLock { $0.refused = Set($0.tokens.keys) } }
    /// The next tokens that are minted are refused, so many.
    func refuseTokens(_ count: Int) { state.withLock { $0.tokensToRefuse = count } }
    /// The next restricted data tokens that are minted are refused, so many.
    func refuseRestrictedTokens(_ count: Int) { state.withLock { $0.mintsToRefuse = count } }
    func refuseConnections(_ count: Int) { state.withLock { $0.connectionsToRefuse = count } }
    func nameTokens(_ prefix: String) { state.withLock { $0.tokenPrefix = prefix } }

    func send(_ request: HTTPRequest, onSend: @Sendable () -> Void) async throws -> HTTPResponse {
        if request.url == Self.login {
            onSend()
            let form = Self.fields(of: request.body ?? [])
            state.withLock { $0.logins.append(form) }
            if let answer = try await onLogin(form) { return answer }
            return exchange(form)
        }
        if request.url.hasPrefix(Self.storage) {
            onSend()
            state.withLock { $0.fetches.append(request) }
            return try await onFetch(request)
        }
        let isRefused = state.withLock { state in
            guard state.connectionsToRefuse > 0 else { return false }
            state.connectionsToRefuse -= 1
            return true
        }
        if isRefused { throw HTTPTransportError(.connect, wasSent: false, message: "the connection was refused") }
        onSend()
        let isMint = request.url.hasSuffix("/tokens/2021-03-01/restrictedDataToken")
        guard let call = admit(request, isMint: isMint) else {
            return .denied("The access token you provided has expired.")
        }
        guard isMint else { return try await onCall(call) }
        if let answer = try await onMint(mints.count) { return answer }
        return mint(for: call.owner)
    }

    private func exchange(_ form: [String: String]) -> HTTPResponse {
        state.withLock { state in
            let client = form["client_id"] ?? ""
            guard let secret = state.secrets[client], secret == form["client_secret"] else {
                return .loginError(401, "invalid_client", "Client authentication failed")
            }
            var owner = Owner(client: client, host: nil)
            if form["grant_type"] == "refresh_token" {
                guard let grant = state.grants[form["refresh_token"] ?? ""] else {
                    return .loginError(400, "invalid_grant", "The request has an invalid parameter : refresh_token")
                }
                guard grant.client == client else {
                    return .loginError(400, "unauthorized_client", "Not authorized for requested operation")
                }
                owner = grant
            }
            state.minted += 1
            let token = "\(state.tokenPrefix)-\(state.minted)"
            state.tokens[token] = owner
            if state.tokensToRefuse > 0 {
                state.tokensToRefuse -= 1
                state.refused.insert(token)
            }
            return .json(200, #"{"access_token":"\#(token)","token_type":"bearer","expires_in":3600}"#)
        }
    }

    private func mint(for owner: Owner) -> HTTPResponse {
        state.withLock { state in
            state.minted += 1
            let token = "Atz.sprdt|\(state.tokenPrefix)-\(state.minted)"
            state.tokens[token] = owner
            if state.mintsToRefuse > 0 {
                state.mintsToRefuse -= 1
                state.refused.insert(token)
            }
            return .json(200, #"{"restrictedDataToken":"\#(token)","expiresIn":3600}"#)
        }
    }

    private func admit(_ request: HTTPRequest, isMint: Bool) -> Call? {
        state.withLock { state in
            if isMint { state.mints.append(request) } else { state.calls.append(request) }
            let token = request.headers.first("x-amz-access-token") ?? ""
            guard let owner = state.tokens[token] else {
                state.strayed += 1
                return nil
            }
            if let host = owner.host, !request.url.hasPrefix(host + "/") { state.strayed += 1 }
            guard !state.refused.contains(token) else { return nil }
            if !isMint { state.accepted += 1 }
            return Call(request: request, owner: owner, number: state.accepted)
        }
    }

    private static func fields(of body: [UInt8]) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[decoded(parts[0])] = decoded(parts[1])
        }
        return fields
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension HTTPResponse {
    /// Amazon's answers tell the request's id. Written like the one of JobStoreTesting, which it hides: with another form
    /// that one would be taken wherever its module is imported, and the id would be missing.
    static func json(_ status: Int, _ text: String, headers: [HTTPHeader] = []) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: [HTTPHeader("x-amzn-RequestId", "request-1")] + headers,
            body: HTTPBody(Array(text.utf8)))
    }

    static func error(_ status: Int, _ message: String, details: String = "") -> HTTPResponse {
        .json(status, #"{"errors":[{"code":"Code","message":"\#(message)","details":"\#(details)"}]}"#)
    }

    static func denied(_ details: String) -> HTTPResponse {
        .error(403, "Access to requested resource is denied.", details: details)
    }

    static func loginError(_ status: Int, _ code: String, _ text: String) -> HTTPResponse {
        .json(status, #"{"error":"\#(code)","error_description":"\#(text)"}"#)
    }
}
