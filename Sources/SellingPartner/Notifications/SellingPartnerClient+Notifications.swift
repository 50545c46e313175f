extension SellingPartnerClient {
    /// Where the application's notifications go, by `notifications.getDestinations`. A grantless operation.
    ///
    /// - Throws: As ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer.
    public func notificationDestinations() async throws -> [NotificationDestination] {
        try await core.destinations()
    }

    /// Makes an SQS queue a destination, by `notifications.createDestination`. A grantless operation.
    ///
    /// - Parameters:
    ///   - name: A name of your choice.
    ///   - queueARN: The queue's ARN. Its policy must let Amazon send messages.
    /// - Throws: ``CallFailure`` with the code `conflict` when there is such a destination, otherwise as
    ///   ``call(_:parameters:body:dataElements:)``. The code `doubtful` means that it may have been made: look first.
    public func createNotificationDestination(name: String, queueARN: String) async throws -> NotificationDestination {
        try await core.createDestination(name: name, queueARN: queueARN)
    }

    /// The seller's subscription to a type of notification, by `notifications.getSubscription`.
    ///
    /// - Parameter type: For example `ANY_OFFER_CHANGED`.
    /// - Throws: ``CallFailure`` with the code `notFound` when there is none, otherwise as
    ///   ``call(_:parameters:body:dataElements:)``; `DecodingError` for another shape of answer.
    public func notificationSubscription(_ type: String) async throws -> NotificationSubscription {
        try await core.payload(
            "notifications.getSubscription@v1", ["notificationType": CallParameter(type)],
            of: NotificationSubscription.self)
    }

    /// Subscribes the seller to a type of notification, by `notifications.createSubscription`.
    ///
    /// - Parameters:
    ///   - type: For example `ANY_OFFER_CHANGED`.
    ///   - destinationID: Where the notifications go.
    ///   - payloadVersion: The version of their content. `1.0` unless told otherwise.
    /// - Throws: ``CallFailure`` with the code `conflict` when there is a subscription already, otherwise as
    ///   ``call(_:parameters:body:dataElements:)``. The code `doubtful` means that it may have been made: look first.
    public func createNotificationSubscription(
        _ type: String, destinationID: String, payloadVersion: String = "1.0"
    ) async throws -> NotificationSubscription {
        struct Body: Encodable {
            var payloadVersion: String
            var destinationId: String
        }
        return try await core.payload(
            "notifications.createSubscription@v1", ["notificationType": CallParameter(type)],
            body: Body(payloadVersion: payloadVersion, destinationId: destinationID),
            of: NotificationSubscription.self)
    }
}
