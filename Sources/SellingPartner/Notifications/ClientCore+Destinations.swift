extension ClientCore {
    func destinations() async throws -> [NotificationDestination] {
        try await payload("notifications.getDestinations@v1", of: [NotificationDestination].self)
    }

    func createDestination(name: String, queueARN: String) async throws -> NotificationDestination {
        struct Body: Encodable {
            var name: String
            var resourceSpecification: Specification
            struct Specification: Encodable { var sqs: Queue }
            struct Queue: Encodable { var arn: String }
        }
        return try await payload(
            "notifications.createDestination@v1",
            body: Body(name: name, resourceSpecification: .init(sqs: .init(arn: queueARN))),
            of: NotificationDestination.self)
    }
}
