import Yams

/// Answers the paths with which a test or a person steers the sandbox. They exist on loopback only, as does everything
/// here.
///
/// | Path below `/_control` | Does |
/// | --- | --- |
/// | `GET health` | says that the sandbox runs |
/// | `GET ledger`, `GET ledger?rows=1` | the ledger, with every request in the second form |
/// | `GET documents/{id}` | length and SHA-256 of a document: its text in UTF-8, its raw bytes, and as it is stored |
/// | `GET documents/{id}/content` | what was uploaded for a feed |
/// | `POST reset-ledger` | empties it |
/// | `POST revoke` `{seller, region?, accessTokens?}` | withdraws an authorization |
/// | `POST restore` `{seller, region?, refreshToken?}` | gives it back |
/// | `POST secret` `{application, clientSecrets}` | replaces an application's client secrets |
/// | `POST fault` (as in the world file) | adds a fault |
/// | `POST clear-faults` | forgets all faults |
/// | `POST latency` `{latency, seller?}` | holds answers back |
struct ControlDesk {
    let state: SandboxState

    func reply(to request: IncomingRequest, path: Substring) -> Reply {
        switch (request.method, path) {
        case ("GET", "/health"):
            return Self.done { writer in
                writer.member("status", "ok")
                writer.member("elapsed", state.elapsed)
            }
        case ("GET", "/ledger"):
            let body = state.ledger.json(elapsed: state.elapsed, withRows: request.query == "rows=1")
            return Reply(status: 200, body: body)
        case ("POST", "/reset-ledger"):
            state.resetLedger()
            return Self.done()
        case ("POST", "/clear-faults"):
            state.clearFaults()
            return Self.done()
        case ("POST", "/revoke"): return change(request, revoke)
        case ("POST", "/restore"): return change(request, restore)
        case ("POST", "/secret"): return change(request, secret)
        case ("POST", "/latency"): return change(request, latency)
        case ("POST", "/fault"): return fault(request)
        default: return Self.failed(404, "there is no control path \(request.method) \(path)")
        }
    }

    /// Reads the body, makes the change, and says what was wrong when it was not made.
    private func change(_ request: IncomingRequest, _ apply: (inout YAMLFields) -> () -> Bool) -> Reply {
        do {
            let root = try WorldReader.root(of: String(decoding: request.body, as: UTF8.self), file: "body")
            var fields = YAMLFields(root, name: "the body")
            let act = apply(&fields)
            let problems = fields.finish()
            guard problems.isEmpty else { throw WorldError(file: "body", problems: problems) }
            return act() ? Self.done() : Self.failed(404, "the world has no such seller or application, or several")
        } catch {
            return Self.failed(400, String(describing: error))
        }
    }

    private func revoke(_ fields: inout YAMLFields) -> () -> Bool {
        let (seller, region) = (fields.requiredText("seller"), fields.region("region"))
        let accessTokens = fields.flag("accessTokens") ?? true
        return { state.revoke(seller, region: region, includingAccessTokens: accessTokens) }
    }

    private func restore(_ fields: inout YAMLFields) -> () -> Bool {
        let (seller, region) = (fields.requiredText("seller"), fields.region("region"))
        let token = fields.text("refreshToken")
        return { state.restore(seller, region: region, newRefreshToken: token) }
    }

    private func secret(_ fields: inout YAMLFields) -> () -> Bool {
        let application = fields.requiredText("application")
        let secrets = fields.texts("clientSecrets") ?? []
        if secrets.isEmpty { fields.complain("the body needs clientSecrets") }
        return { state.setClientSecrets(secrets, ofApplication: application) }
    }

    private func latency(_ fields: inout YAMLFields) -> () -> Bool {
        let (latency, seller) = (fields.duration("latency"), fields.text("seller"))
        if latency == nil { fields.complain("the body needs latency, for example 20ms") }
        return { state.setLatency(latency ?? .zero, seller: seller) }
    }

    private func fault(_ request: IncomingRequest) -> Reply {
        do {
            var reader = WorldReader()
            let root = try WorldReader.root(of: String(decoding: request.body, as: UTF8.self), file: "body")
            let fault = reader.fault(root)
            guard reader.problems.isEmpty else { throw WorldError(file: "body", problems: reader.problems) }
            state.inject(fault)
            return Self.done()
        } catch {
            return Self.failed(400, String(describing: error))
        }
    }

    private static func done(_ fill: (inout JSONWriter) -> Void = { $0.member("status", "ok") }) -> Reply {
        Reply(status: 200, body: JSONWriter.object(fill))
    }

    private static func failed(_ status: Int, _ message: String) -> Reply {
        Reply(status: status, body: JSONWriter.object { $0.member("error", message) })
    }
}
