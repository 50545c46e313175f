import OperationCatalogue

extension Creations {
    /// What can be created.
    enum Kind: String {
        case report, feed, query, subscription, destination

        static let creators: [String: Kind] = [
            "reports.createReport": .report, "feeds.createFeed": .feed, "dataKiosk.createQuery": .query,
            "notifications.createSubscription": .subscription, "notifications.createDestination": .destination,
        ]
        static let listings: [String: Kind] = [
            "reports.getReports": .report, "feeds.getFeeds": .feed, "dataKiosk.getQueries": .query,
            "notifications.getDestinations": .destination,
        ]
    }

    /// One thing that was created.
    struct Creation {
        let kind: Kind
        let id: String
        let at: Instant
        /// The name that its creator gave it, or the type of a subscription.
        let name: String?
        /// What was asked for.
        let body: JSONValue

        init(_ kind: Kind, id: String, _ context: CheckedCall) {
            self.kind = kind
            self.id = id
            at = context.now
            body = context.body ?? .object([:])
            name = kind == .subscription ? context.path["notificationType"] : body["name"]?.string
        }

        /// What the call that created it answers.
        var answer: JSONValue {
            switch kind {
            case .report, .feed, .query: .object(["\(kind.rawValue)Id": .string(id)])
            case .subscription: members("payloadVersion", "destinationId", "processingDirective")
            case .destination:
                .object(["destinationId": .string(id), "name": body["name"] ?? "", "resource": resource])
            }
        }

        /// What a listing shows of it. As with Amazon, feeds do not tell of which document they were made.
        var listed: JSONValue {
            var item = members(
                "reportType", "feedType", "marketplaceIds", "dataStartTime", "dataEndTime", "query")
            item["createdTime"] = .string(at.iso)
            item["processingStatus"] = "IN_QUEUE"
            return item
        }

        /// Whether there cannot be both.
        func isInConflict(with other: Creation) -> Bool {
            switch kind {
            case .report, .feed, .query: false
            case .destination: name != nil && name == other.name
            case .subscription:
                body["payloadVersion"] != nil && name == other.name
                    && body["payloadVersion"] == other.body["payloadVersion"]
            }
        }

        /// Whether the filters of a listing let it through.
        func isAsked(for context: CheckedCall) -> Bool {
            func isAmong(_ filter: String, _ member: String) -> Bool {
                guard let wanted = context.list(filter) else { return true }
                return body[member]?.string.map(wanted.contains) ?? false
            }
            func time(_ name: String) -> Instant? { context.query[name].flatMap { Instant(iso: $0) } }
            guard isAmong("reportTypes", "reportType"), isAmong("feedTypes", "feedType") else { return false }
            if let wanted = context.list("marketplaceIds") {
                guard case .array(let own)? = body["marketplaceIds"],
                    own.contains(where: { $0.string.map(wanted.contains) ?? false })
                else { return false }
            }
            if let states = context.list("processingStatuses"), !states.contains("IN_QUEUE") { return false }
            return time("createdSince").map { $0 <= at } ?? true && time("createdUntil").map { at <= $0 } ?? true
        }

        /// The resource of a destination as Amazon tells it: with the name that it gives an event source.
        private var resource: JSONValue {
            var resource = body["resourceSpecification"] ?? .object([:])
            if resource["eventBridge"] != nil { resource["eventBridge"]?["name"] = .string("partner/\(id)") }
            return resource
        }

        /// The id and those members of the body that were given.
        private func members(_ names: String...) -> JSONValue {
            var members: [String: JSONValue] = ["\(kind.rawValue)Id": .string(id)]
            for name in names { members[name] = body[name] }
            return .object(members)
        }
    }
}

extension JSONValue {
    /// The member of an object, to read and to set.
    fileprivate subscript(name: String) -> JSONValue? {
        get { if case .object(let members) = self { members[name] } else { nil } }
        set {
            guard case .object(var members) = self else { return }
            members[name] = newValue
            self = .object(members)
        }
    }
}
