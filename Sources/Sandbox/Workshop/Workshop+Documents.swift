import OperationCatalogue

extension Workshop {
    /// What the ids of documents begin with, apart from those of uploads.
    static let documentPrefix = "amzn1.spdoc.1.4."

    /// The id of the document of a work.
    static func documentId(of work: String, _ region: Region) -> String {
        documentPrefix + "\(region.rawValue.lowercased()).\(work)"
    }

    /// A document by its id, whoever has it.
    func document(_ id: String, world: World, start: Instant) -> StoredDocument? {
        documents[id] ?? SettlementReports.document(id, world: world, start: start)
    }

    /// Whether a report's document holds no personal data, so that the access token opens it and no restricted data
    /// token is to be had for it. False for documents that are not the seller's.
    ///
    /// - Parameter path: The path of the call, percent-encoded.
    func isOpen(_ path: some StringProtocol, of seller: Int, world: World, start: Instant) -> Bool {
        guard let id = path.split(separator: "/").last.flatMap({ QueryText.decoded($0) }),
            let document = document(id, world: world, start: start)
        else { return false }
        return document.seller == seller && !document.isRestricted
    }

    /// Gives out the address of a document.
    ///
    /// - Parameters:
    ///   - name: The path parameter that names it, which the answer repeats.
    ///   - url: The answer's name for the address.
    func getDocument(_ call: CheckedCall, _ name: String, url: String) -> Reply? {
        let id = call.path[name, default: ""]
        guard id.hasPrefix(Self.documentPrefix) || id.hasPrefix(FeedUpload.prefix) else { return nil }
        guard let document = document(id, world: call.world, start: call.start), document.seller == call.sellerIndex,
            isReady(id, call)
        else { return .notFound }
        let namesEncoding = call.query["enableContentEncodingUrlHeader"] == "true" || document.namesEncoding
        let isCompressed = document.compression == .gzip
        return Reply(
            status: call.rules.operation.successStatus,
            body: JSONWriter.object { writer in
                writer.member(name, id)
                writer.member(
                    url,
                    DocumentAddress(method: "GET", id: id).url(
                        at: call.origin, signedOn: call.now, namesEncoding: isCompressed && namesEncoding))
                if isCompressed, !document.namesEncoding { writer.member("compressionAlgorithm", "GZIP") }
            })
    }

    /// Whether the work that a document is of has come to its end. Somebody who guesses an id finds nothing before.
    private func isReady(_ id: String, _ call: CheckedCall) -> Bool {
        for kind in [Work.Kind.report, .feed, .query] {
            let all = works[Shelf(seller: call.sellerIndex, kind: kind)] ?? []
            guard let work = all.last(where: { $0.document == id }) else { continue }
            let status = work.course.status(at: call.now)
            return status == .done || status == .fatal
        }
        // Amazon's own reports are there from the start.
        return documents[id] == nil
    }

    /// The document of something that failed.
    static func explanation(_ id: String, _ seller: Int, _ text: String, contentType: String) -> StoredDocument {
        StoredDocument(
            id: id, seller: seller, content: .written(Array(text.utf8)), contentType: contentType, compression: .gzip)
    }
}
