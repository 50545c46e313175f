extension GrantlessClient {
    /// Where the application's notifications go, by `notifications.getDestinations`. A grantless operation.
    ///
    /// - Throws: As ``call(_:parameters:body:)``; `DecodingError` for another shape of answer.
    public func notificationDestinations() async throws -> [NotificationDestination] {
        try await core.destinations()
    }

    /// Makes an SQS queue a destination, by `notifications.createDestination`. A grantless operation.
    ///
    /// - Parameters:
    ///   - name: A name of your choice.
    ///   - queueARN: The queue's ARN. Its policy must let Amazon send messages.
    /// - Throws: ``CallFailure`` with the code `conflict` when there is such a destination, otherwise as
    ///   ``call(_:parameters:body:)``. The code `doubtful` means that it may have been made: look first.
    public func createNotificationDestination(name: String, queueARN: String) async throws -> NotificationDestination {
        try await core.createDestination(name: name, queueARN: queueARN)
    }
}
