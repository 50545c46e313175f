/// The full name of a thing in AWS, such as `arn:aws:secretsmanager:eu-west-1:123456789012:secret:app-AbCdEf`.
package struct AmazonResourceName: Sendable, Hashable {
    /// The service, such as `secretsmanager`.
    package let service: String
    /// The region; empty for things that have none.
    package let region: String
    /// What follows the account.
    package let resource: String

    /// Reads a name; `nil` when the text is none.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, !parts[2].isEmpty, !parts[5].isEmpty else {
            return nil
        }
        service = String(parts[2])
        region = String(parts[3])
        resource = String(parts[5])
    }
}
