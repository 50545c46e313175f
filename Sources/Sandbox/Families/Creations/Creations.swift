import OperationCatalogue

/// What was created and can be listed or read back: the subscriptions of sellers, and the destinations of applications.
struct Creations {
    /// Whose things they are.
    private enum Owner: Hashable {
        case seller(Int)
        case application(Int)
    }

    private var made: [Owner: [Kind: [Creation]]] = [:]
    private var number = 1000

    /// Whether calls of the operation are answered here.
    static func serves(_ rules: OperationRules) -> Bool {
        Kind.creators[rules.shortName] != nil || Kind.listings[rules.shortName] != nil
            || rules.shortName == "notifications.getSubscription"
    }

    /// The reply to a call that creates something or asks for it, or `nil` when it is to be answered as any other.
    mutating func reply(to context: CheckedCall) -> Reply? {
        let owner: Owner
        if context.seller != nil {
            owner = .seller(context.sellerIndex)
        } else if let application = context.applicationIndex {
            owner = .application(application)
        } else {
            return nil
        }
        let name = context.rules.shortName
        if let kind = Kind.creators[name] { return create(kind, context, owner) }
        if let kind = Kind.listings[name] { return list(context, made[owner]?[kind] ?? []) }
        return subscription(context, made[owner]?[.subscription] ?? [])
    }

    private mutating func create(_ kind: Kind, _ context: CheckedCall, _ owner: Owner) -> Reply {
        number += 1
        let creation = Creation(kind, id: "\(kind.rawValue)-\(number)", context)
        if let known = made[owner]?[kind]?.first(where: creation.isInConflict(with:)) {
            return .error(
                409, "Conflict", message: "A \(kind.rawValue) of this kind exists already: \(known.id).")
        }
        made[owner, default: [:]][kind, default: []].append(creation)
        let operation = context.rules.operation
        var reply = Reply(
            status: operation.successStatus,
            body: Array(Self.envelope(creation.answer, operation.hasPayloadEnvelope).text.utf8))
        reply.created = Reply.Created(id: creation.id)
        return reply
    }

    private func list(_ context: CheckedCall, _ all: [Creation]) -> Reply {
        let items = JSONValue.array(all.map(\.answer))
        return Reply(
            status: context.rules.operation.successStatus, body: Array(Self.envelope(items, true).text.utf8))
    }

    private func subscription(_ context: CheckedCall, _ all: [Creation]) -> Reply {
        let version = context.query["payloadVersion"]
        let known = all.first { creation in
            creation.name == context.path["notificationType"]
                && (version == nil || creation.body["payloadVersion"]?.string == version)
        }
        guard let known else { return .notFound }
        return Reply(
            status: context.rules.operation.successStatus, body: Array(Self.envelope(known.answer, true).text.utf8))
    }

    private static func envelope(_ value: JSONValue, _ isWrapped: Bool) -> JSONValue {
        isWrapped ? .object(["payload": value]) : value
    }
}
