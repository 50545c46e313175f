import OperationCatalogue

extension Creations {
    /// What can be created.
    enum Kind: String {
        case subscription, destination

        static let creators: [String: Kind] = [
            "notifications.createSubscription": .subscription, "notifications.createDestination": .destination,
        ]
        static let listings: [String: Kind] = ["notifications.getDestinations": .destination]
    }

    /// One thing that was created.
    struct Creation {
        let kind: Kind
        let id: String
        /// The name that its creator gave it, or the type of a subscription.
        let name: String?
        /// What was asked for.
        let body: JSONValue

        init(_ kind: Kind, id: String, _ context: CheckedCall) {
            self.kind = kind
            self.id = id
            body = context.body ?? .object([:])
            name = kind == .subscription ? context.path["notificationType"] : body["name"]?.string
        }

        /// What the call that created it answers.
        var answer: JSONValue {
            switch kind {
            case .subscription: members("payloadVersion", "destinationId", "processingDirective")
            case .destination:
                .object(["destinationId": .string(id), "name": body["name"] ?? "", "resource": resource])
            }
        }

        /// Whether there cannot be both.
        func isInConflict(with other: Creation) -> Bool {
            switch kind {
            case .destination: name != nil && name == other.name
            case .subscription:
                body["payloadVersion"] != nil && name == other.name
                    && body["payloadVersion"] == other.body["payloadVersion"]
            }
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
