import OperationCatalogue

extension Workshop {
    /// How many bytes of uploads are kept in all. Older ones are forgotten; their digests are not.
    static let roomForUploads = 64 << 20

    mutating func createFeedDocument(_ call: CheckedCall) throws(CallCheck.Refusal) -> Reply {
        let contentType = try call.text("contentType")
        let id = FeedUpload.prefix + "\(call.region.rawValue.lowercased()).feed-document-\(nextNumber())"
        uploads[id] = FeedUpload(id: id, seller: call.sellerIndex, contentType: contentType)
        return Reply(
            status: call.rules.operation.successStatus,
            body: JSONWriter.object { writer in
                writer.member("feedDocumentId", id)
                writer.member("url", DocumentAddress(method: "PUT", id: id).url(at: call.origin, signedOn: call.now))
            })
    }

    /// Keeps what was uploaded. A second upload to the same address replaces the first.
    mutating func keep(_ bytes: [UInt8], _ content: FeedContent, for id: String) {
        if let old = uploads[id]?.bytes {
            kept.bytes -= old.count
            kept.ids.removeAll { $0 == id }
        }
        uploads[id]?.content = content
        uploads[id]?.bytes = bytes
        kept.ids.append(id)
        kept.bytes += bytes.count
        while kept.bytes > Self.roomForUploads, kept.ids.count > 1 {
            let oldest = kept.ids.removeFirst()
            kept.bytes -= uploads[oldest]?.bytes?.count ?? 0
            uploads[oldest]?.bytes = nil
        }
    }

    mutating func createFeed(_ call: CheckedCall) throws(CallCheck.Refusal) -> Reply {
        let type = try call.text("feedType")
        _ = try call.bodyMarketplaces
        let content = try content(of: call.text("inputFeedDocumentId"), call)
        let scripts = call.world.feeds
        let place = place(of: .feed, in: scripts, times: \.times) { script in
            (script.type == "*" || script.type == type) && (script.seller == nil || script.seller == call.seller?.id)
        }
        let script = place.map { scripts[$0] } ?? World.FeedScript()
        countUse(of: .feed, at: place)

        let id = Work.Kind.feed.prefix + String(nextNumber())
        let end: WorkCourse.Status =
            switch script.outcome {
            case .done, .onlyErrors: content.problem == nil ? .done : .fatal
            case .cancelled: .cancelled
            case .fatal: .fatal
            }
        // A seller's feeds are worked on one after another.
        let earlier = works[Shelf(seller: call.sellerIndex, kind: .feed)]?.last { $0.course.cancelled == nil }
        var work = Work(
            kind: .feed, id: id, body: call.body ?? [:],
            course: course(
                of: id, call, queued: script.queued, processing: script.processing, end: end,
                behind: earlier?.course.ends))
        let document = FeedUpload.prefix + "\(call.region.rawValue.lowercased()).result-\(id)"
        if end == .done {
            let result = FeedResult(
                feed: id, type: type, sellerId: call.seller?.sellerId ?? "", content,
                fails: script.outcome == .onlyErrors)
            documents[document] = result.document(document, seller: call.sellerIndex)
            work.document = document
        } else if end == .fatal, let text = content.problem ?? script.explanation {
            documents[document] = Self.explanation(
                document, call.sellerIndex, text, contentType: "text/plain; charset=UTF-8")
            work.document = document
        }
        return add(work, call, contentHash: content.sha256)
    }

    private func content(of id: String, _ call: CheckedCall) throws(CallCheck.Refusal) -> FeedContent {
        if id == FeedUpload.sample { return FeedContent(Array("{}".utf8)) }
        guard let upload = uploads[id], upload.seller == call.sellerIndex else {
            throw CallCheck.Refusal("there is no feed document \(id.prefix(60)) of this seller")
        }
        guard let content = upload.content else {
            throw CallCheck.Refusal("nothing was uploaded to the address of the feed document")
        }
        return content
    }
}
