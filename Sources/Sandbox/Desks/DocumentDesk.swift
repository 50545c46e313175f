import OperationCatalogue
import Ports

/// Answers the storage's addresses: documents are fetched there, and feeds are uploaded.
struct DocumentDesk {
    let state: SandboxState
    let random: any RandomSource

    /// What the storage knows of the thing that an address names.
    private enum Thing {
        case document(StoredDocument)
        case upload(FeedUpload)

        var seller: Int {
            switch self {
            case .document(let document): document.seller
            case .upload(let upload): upload.seller
            }
        }
    }

    /// - Parameter path: The path behind the first segment.
    func answer(_ request: IncomingRequest, path: Substring) -> Answer {
        let moment = state.moment()
        let id = QueryText.decoded(path.dropFirst()) ?? ""
        let operation = request.method == "PUT" ? FaultPlan.upload : FaultPlan.download
        let thing = state.withCore { core -> Thing? in
            if request.method == "PUT" { return core.workshop.uploads[id].map { .upload($0) } }
            return core.workshop.document(id, world: core.world, start: state.startedOn).map { .document($0) }
        }
        let seller = thing.map { state.world.sellers[$0.seller] }
        let (fault, latency, date) = state.withCore { core in
            let subject = FaultPlan.Subject(operation: operation, seller: seller?.id, region: seller?.region)
            let fault = core.faults.draw(for: subject, at: moment.elapsed) { random.unit() }
            return (fault, core.delay(forSeller: thing?.seller), core.date(at: moment.wall))
        }
        var manner = Answer.Manner.reply(.noDocument)
        if fault.map(\.carriedOut) ?? true {
            manner = serve(request, id, thing, fault: fault, at: moment)
        }
        let complaint: String? = if case .reply(let reply) = manner { reply.complaint } else { nil }
        if let fault { manner = spoilt(manner, by: fault) }
        let delay = fault.map { $0.kind == .slow && $0.bytes != nil ? .zero : $0.latency } ?? .zero
        let answer = Answer(
            manner: manner, delay: latency + delay, requestId: random.requestId(), date: date)
        record(operation, seller, complaint: complaint, fault: fault, answer: answer, at: moment)
        return answer
    }

    private func serve(
        _ request: IncomingRequest, _ id: String, _ thing: Thing?, fault: Fault?, at moment: Moment
    ) -> Answer.Manner {
        for name in ["x-amz-access-token", "authorization"] where request.header(name) != nil {
            return .reply(
                .storage(
                    403, "AccessDenied", "Only one auth mechanism is allowed.",
                    complaint: "\(name) was sent to the storage, which is none of its business"))
        }
        let address = DocumentAddress(method: request.method, id: id)
        let (verdict, namesEncoding) = address.verdict(on: request.query, now: moment.wall)
        switch (verdict, thing) {
        case (.forged, _):
            var refusal = Reply.addressForged
            // No answer to HEAD has a body.
            if request.method == "HEAD" { refusal.body = [] }
            return .reply(refusal)
        case (.lapsed, _): return .reply(.addressLapsed)
        case (.valid, nil): return .reply(.noDocument)
        case (.valid, .upload(let upload)): return .reply(take(request, for: upload))
        case (.valid, .document(let document)):
            return deliver(document, to: request, namesEncoding: namesEncoding, fault: fault)
        }
    }

    // MARK: Uploads

    private func take(_ request: IncomingRequest, for upload: FeedUpload) -> Reply {
        guard request.header("content-type") == upload.contentType else {
            return .storage(
                403, "SignatureDoesNotMatch", "The Content-Type is not that of the document.",
                complaint: "a feed was uploaded with another Content-Type than its document was created with")
        }
        // Large feeds take a while to look through.
        let content = FeedContent(request.body)
        state.withCore { $0.workshop.keep(request.body, content, for: upload.id) }
        return Reply(status: 200, contentType: nil)
    }

    // MARK: Downloads

    private func deliver(
        _ document: StoredDocument, to request: IncomingRequest, namesEncoding: Bool, fault: Fault?
    ) -> Answer.Manner {
        let content = document.stored
        // Somebody who went on with another document than he began with would not notice.
        let isSame = request.header("if-range").map { $0 == document.tag } ?? true
        var fields = [("Content-Type", document.contentType), ("ETag", document.tag), ("Accept-Ranges", "bytes")]
        if namesEncoding { fields.append(("Content-Encoding", "gzip")) }
        let range: Range<Int>
        switch ByteRange(isSame ? request.header("range") : nil, of: content.count) {
        case .none: return .reply(.storage(416, "InvalidRange", "The requested range is not satisfiable"))
        case .whole: range = 0..<content.count
        case .part(let part):
            range = part
            fields.append(("Content-Range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(content.count)"))
        }
        let isPart = fields.last?.0 == "Content-Range"
        return .document(
            DocumentDelivery(
                status: isPart ? 206 : 200, fields: fields, content: content, range: range,
                mishap: fault.flatMap { Self.mishap(of: $0, in: range.count) }))
    }

    private static func mishap(of fault: Fault, in count: Int) -> DocumentDelivery.Mishap? {
        switch fault.kind {
        case .truncate: .end(after: fault.bytes ?? count / 2)
        case .reset: fault.bytes.map { .reset(after: $0) }
        case .corrupt: .flip(at: fault.bytes ?? count / 2)
        case .slow: fault.bytes.map { .pause(after: $0, fault.latency) }
        default: nil
        }
    }

    private func spoilt(_ manner: Answer.Manner, by fault: Fault) -> Answer.Manner {
        switch fault.kind {
        case .reset where fault.bytes == nil: .reset
        case .hang: .hang
        default: Reply.storageFault(fault.kind).map { .reply($0) } ?? manner
        }
    }

    private func record(
        _ operation: String, _ seller: World.Seller?, complaint: String?, fault: Fault?, answer: Answer,
        at moment: Moment
    ) {
        var row = LedgerRow(
            kind: .call, at: moment.elapsed, time: moment.wall, application: seller?.application, seller: seller?.id,
            region: seller?.region, operation: operation, status: 0, requestId: answer.requestId)
        switch answer.manner {
        case .reply(let reply):
            row.status = reply.status
            row.note = reply.note
        case .document(let delivery): row.status = delivery.status
        case .later, .reset, .hang: break
        }
        if let fault { row.note = "fault \(fault.kind.rawValue)" }
        state.withCore { core in
            core.ledger.record(row)
            guard let complaint else { return }
            core.ledger.record(
                Ledger.Complaint(at: moment.elapsed, operation: operation, seller: seller?.id, message: complaint))
        }
    }
}
