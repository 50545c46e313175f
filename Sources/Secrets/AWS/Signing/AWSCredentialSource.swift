/// Gives the keys that sign requests to AWS: the environment, a profile, a role, the machine itself.
package protocol AWSCredentialSource: Sendable {
    /// The keys to sign with now. All parts of an answer belong together.
    ///
    /// - Throws: `SecretError`: `notFound` when this source has none, so that a chain may ask the next one. Every other
    ///   code stops a chain.
    func credentials() async throws(SecretError) -> AWSCredentials

    /// Told when AWS called these keys expired or unknown: the next question should be answered with others, if there
    /// are any. Does nothing unless a source keeps keys.
    func refused(_ credentials: AWSCredentials) async
}

extension AWSCredentialSource {
    package func refused(_ credentials: AWSCredentials) async {}
}
