import OperationCatalogue

/// The settlement reports that Amazon makes for each seller, every 14 days, back from the day on which the sandbox
/// started. They are shown for 90 days. Nothing is kept of them: who asks for one says which it is.
struct SettlementReports {
    /// What their ids begin with.
    static let prefix = "settlement-"
    private static let period: Int64 = 14 * 86_400 * 1_000_000
    private static let shownFor: Int64 = 90 * 86_400 * 1_000_000
    private static let rows = 40

    /// What `call` can see of them, oldest first. Of several on one day the order is that of
    /// ``ReportTraits/settlements``.
    let works: [Work]

    init(_ call: CheckedCall) {
        guard let seller = call.seller else {
            works = []
            return
        }
        let age = call.now.microseconds - call.start.microseconds
        let last = age >= 0 ? age / Self.period : -1
        let first = (age - Self.shownFor) / Self.period
        works = (first...max(first, last)).flatMap { period in
            ReportTraits.settlements.indices.map { type in
                Self.work(period, type: type, seller, call.sellerIndex, start: call.start)
            }
        }.filter {
            $0.course.ends <= call.now && call.now.microseconds - $0.course.created.microseconds <= Self.shownFor
        }
    }

    private static func work(
        _ period: Int64, type: Int, _ seller: World.Seller, _ place: Int, start: Instant
    ) -> Work {
        let id = "\(prefix)\(place)-\(period)-\(type)"
        let from = Instant(microseconds: start.microseconds + (period - 1) * Self.period)
        let until = Instant(microseconds: from.microseconds + Self.period)
        return Work(
            kind: .report, id: id,
            body: [
                "reportType": .string(ReportTraits.settlements[type]), "dataStartTime": .string(from.iso),
                "dataEndTime": .string(until.iso), "marketplaceIds": .array(seller.marketplaces.map { .string($0) }),
            ], course: WorkCourse(created: until, starts: until, ends: until, end: .done),
            document: Workshop.documentId(of: id, seller.region))
    }

    /// The document of one, or `nil` when the id is not that of one.
    static func document(_ id: String, world: World, start: Instant) -> StoredDocument? {
        guard let mark = id.range(of: "." + prefix) else { return nil }
        // The number of a period before the start is negative, so that its sign looks like a dash.
        let rest = id[mark.upperBound...]
        guard let first = rest.firstIndex(of: "-"), let last = rest.lastIndex(of: "-"), first < last,
            let place = Int(rest[..<first]), world.sellers.indices.contains(place),
            let period = Int64(rest[rest.index(after: first)..<last]), let type = Int(rest[rest.index(after: last)...]),
            ReportTraits.settlements.indices.contains(type)
        else { return nil }
        let name = ReportTraits.settlements[type]
        let seller = world.sellers[place]
        guard id == work(period, type: type, seller, place, start: start).document else { return nil }
        let format = ReportTraits.format(of: name)
        let shape = DocumentShape(
            size: .rows(rows),
            columns: ["settlement-id", "transaction-type", "order-id", "marketplace-name", "amount-type", "amount"],
            charset: ReportTraits.charset(of: format, marketplaces: seller.marketplaces), compression: .none,
            format: format)
        return StoredDocument(id, seller: place, shape, type: name)
    }
}
