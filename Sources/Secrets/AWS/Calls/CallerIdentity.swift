/// Who AWS takes this program for.
package struct CallerIdentity: Sendable, Equatable {
    /// The account's number.
    package let account: String
    /// The full name of the user or the role in use.
    package let arn: String
    /// The identifier of the user or of the role's session.
    package let userID: String
}

extension AWSCaller {
    /// Asks AWS who this program is. Needs keys and no rights.
    ///
    /// - Throws: `SecretError`.
    package func identity(region: String) async throws(SecretError) -> CallerIdentity {
        let operation = AWSOperation(.securityTokens, "GetCallerIdentity")
        let explanation = AWSExplanation(
            reference: nil, thing: "the identity", operation: operation, region: region)
        do {
            let answer = try await query(operation, region: region)
            guard let account = answer.text("Account"), let arn = answer.text("Arn"), let user = answer.text("UserId")
            else { throw AWSFailure.unreadable(host: "Security Token Service", status: 200) }
            return CallerIdentity(account: account, arn: arn, userID: user)
        } catch let failure as AWSFailure {
            throw explanation.error(failure)
        } catch {
            throw explanation.error(.cancelled)
        }
    }
}
