extension ControlDesk {
    /// What takes long to answer: the figures of a document, which are computed when somebody asks for them. `nil` for
    /// requests that are answered at once.
    func search(_ request: IncomingRequest, path: Substring) -> (@Sendable () async -> Reply)? {
        let parts = path.split(separator: "/").map(String.init)
        guard request.method == "GET", parts.count >= 2, parts[0] == "documents" else { return nil }
        let id = QueryText.decoded(parts[1]) ?? ""
        let state = state
        switch parts.count {
        case 2: return { await Self.figures(of: id, in: state) }
        case 3 where parts[2] == "content": return { Self.content(of: id, in: state) }
        default: return nil
        }
    }

    private static func figures(of id: String, in state: SandboxState) async -> Reply {
        let (document, upload) = state.withCore { core in
            (core.workshop.document(id, world: core.world, start: state.startedOn), core.workshop.uploads[id])
        }
        if let upload {
            return Reply(
                status: 200,
                body: JSONWriter.object { writer in
                    writer.member("id", id)
                    writer.member("seller", state.world.sellers[upload.seller].id)
                    writer.member("contentType", upload.contentType)
                    guard let content = upload.content else { return }
                    writer.figures("raw", content.length, content.sha256)
                    writer.member("messages", content.messages.count)
                })
        }
        guard let document else {
            return Reply(status: 404, body: JSONWriter.object { $0.member("error", "there is no document \(id)") })
        }
        let (text, raw, stored) = (document.text, document.raw, document.stored)
        let digests = (await text.sha256(), await raw.sha256(), await stored.sha256())
        return Reply(
            status: 200,
            body: JSONWriter.object { writer in
                writer.member("id", id)
                writer.member("seller", state.world.sellers[document.seller].id)
                writer.member("type", document.type)
                writer.member("contentType", document.contentType)
                writer.member("compression", document.compression.rawValue)
                if let rows = document.rows { writer.member("rows", rows) }
                writer.figures("text", text.count, digests.0)
                writer.figures("raw", raw.count, digests.1)
                writer.figures("stored", stored.count, digests.2)
            })
    }

    private static func content(of id: String, in state: SandboxState) -> Reply {
        let upload = state.withCore { $0.workshop.uploads[id] }
        guard let upload, let bytes = upload.bytes else {
            return Reply(
                status: 404,
                body: JSONWriter.object { $0.member("error", "nothing is kept that was uploaded for \(id)") })
        }
        return Reply(status: 200, contentType: upload.contentType, body: bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func figures(_ key: String, _ count: Int, _ digest: String) {
        member(
            key,
            object: { writer in
                writer.member("bytes", count)
                writer.member("sha256", digest)
            })
    }
}
