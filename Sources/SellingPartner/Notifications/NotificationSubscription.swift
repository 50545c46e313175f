/// A seller's subscription to one type of notification. Everything may be missing.
public struct NotificationSubscription: Codable, Sendable, Hashable {
    /// The subscription's id.
    public var subscriptionId: String?
    /// The version of the notifications' content.
    public var payloadVersion: String?
    /// The destination's id.
    public var destinationId: String?
}

/// Where an application's notifications go. Everything may be missing.
public struct NotificationDestination: Codable, Sendable, Hashable {
    /// The destination's id.
    public var destinationId: String?
    /// The name.
    public var name: String?
    /// What receives the notifications.
    public var resource: Resource?

    /// What receives them.
    public struct Resource: Codable, Sendable, Hashable {
        /// An SQS queue.
        public var sqs: Queue?
        /// An EventBridge partner source.
        public var eventBridge: EventBridge?
    }

    /// An SQS queue.
    public struct Queue: Codable, Sendable, Hashable {
        /// The queue's ARN.
        public var arn: String?
    }

    /// An EventBridge partner source.
    public struct EventBridge: Codable, Sendable, Hashable {
        /// The name.
        public var name: String?
        /// The AWS region.
        public var region: String?
        /// The AWS account.
        public var accountId: String?
    }
}
