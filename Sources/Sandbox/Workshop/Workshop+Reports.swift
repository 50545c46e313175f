import OperationCatalogue

extension Workshop {
    mutating func createReport(_ call: CheckedCall) throws(CallCheck.Refusal) -> Reply {
        let type = try call.text("reportType")
        let marketplaces = try call.bodyMarketplaces
        guard !ReportTraits.settlements.contains(type) else {
            throw CallCheck.Refusal("\(type) is made by Amazon and cannot be asked for; list it instead")
        }
        try checkWindow(call)
        let scripts = call.world.reports
        let place = place(of: .report, in: scripts, times: \.times) { script in
            (script.type == "*" || script.type == type) && (script.seller == nil || script.seller == call.seller?.id)
        }
        let script = place.map { scripts[$0] } ?? World.ReportScript()
        let isTooSoon = isTooSoon(type, marketplaces, script, call)
        // Amazon's limit on a type is no usage plan: nothing could have told the client of it.
        if isTooSoon, script.outcome == .throttle { return .overQuota }
        countUse(of: .report, at: place)

        let id = Work.Kind.report.prefix + String(nextNumber())
        let end: WorkCourse.Status =
            switch script.outcome {
            case _ where isTooSoon: .cancelled
            case .done, .throttle: .done
            case .cancelled: .cancelled
            case .fatal: .fatal
            }
        var work = Work(
            kind: .report, id: id, body: call.body ?? [:],
            course: course(
                of: id, call, queued: script.queued, processing: isTooSoon ? .zero : script.processing, end: end))
        let document = Self.documentId(of: id, call.region)
        if end == .done {
            documents[document] = Self.document(document, script.document, type, marketplaces, call)
            work.document = document
        } else if end == .fatal, let text = script.explanation {
            documents[document] = Self.explanation(
                document, call.sellerIndex, text, contentType: "text/plain; charset=UTF-8")
            work.document = document
        }
        return add(work, call)
    }

    private static func document(
        _ id: String, _ shape: DocumentShape, _ type: String, _ marketplaces: [String], _ call: CheckedCall
    ) -> StoredDocument {
        var shape = shape
        let format = shape.format ?? ReportTraits.format(of: type)
        shape.format = format
        shape.charset = shape.charset ?? ReportTraits.charset(of: format, marketplaces: marketplaces)
        return StoredDocument(
            id, seller: call.sellerIndex, shape, type: type, isRestricted: ReportTraits.restricted.contains(type))
    }

    /// Whether the same was asked for within the interval of its type. One that was cancelled for that does not count.
    private func isTooSoon(
        _ type: String, _ marketplaces: [String], _ script: World.ReportScript, _ call: CheckedCall
    ) -> Bool {
        guard let interval = script.minInterval else { return false }
        let earlier = works[Shelf(seller: call.sellerIndex, kind: .report)] ?? []
        return earlier.contains { work in
            work.type == type && Set(work.marketplaces) == Set(marketplaces) && work.course.end != .cancelled
                && work.course.cancelled == nil && call.now < work.course.created + interval
        }
    }

    /// Amazon's model: times are in ISO 8601, in order and not in the future.
    private func checkWindow(_ call: CheckedCall) throws(CallCheck.Refusal) {
        var times: [Instant] = []
        for name in ["dataStartTime", "dataEndTime"] {
            guard let value = call.body?[name] else { continue }
            guard let time = value.string.flatMap({ Instant(iso: $0) }) else {
                throw CallCheck.Refusal("\(name) is not an ISO 8601 date and time with a zone")
            }
            guard time <= call.now + .seconds(1) else { throw CallCheck.Refusal("\(name) is in the future") }
            times.append(time)
        }
        guard times.count < 2 || times[0] < times[1] else {
            throw CallCheck.Refusal("dataStartTime is not before dataEndTime")
        }
        if let options = call.body?["reportOptions"] {
            guard case .object(let members) = options, members.values.allSatisfy({ $0.string != nil }) else {
                throw CallCheck.Refusal("reportOptions must be an object of texts")
            }
        }
    }
}

extension CheckedCall {
    /// A text that the body must have.
    func text(_ name: String) throws(CallCheck.Refusal) -> String {
        guard let text = body?[name]?.string, !text.isEmpty else {
            throw CallCheck.Refusal("\(name) of the body is missing or not a text")
        }
        return text
    }

    /// The 1 to 25 marketplaces that the body must name.
    var bodyMarketplaces: [String] {
        get throws(CallCheck.Refusal) {
            guard case .array(let items)? = body?["marketplaceIds"], case let ids = items.compactMap(\.string),
                ids.count == items.count, (1...25).contains(ids.count)
            else { throw CallCheck.Refusal("marketplaceIds of the body must be a list of 1 to 25 ids") }
            return ids
        }
    }
}
