/// Finds and reads the AWS configuration and credentials files of whoever runs this.
struct AWSProfileFiles: Sendable {
    private let surroundings: AWSSurroundings

    init(_ surroundings: AWSSurroundings) {
        self.surroundings = surroundings
    }

    /// Both files as they are now. One that does not exist counts as empty.
    func read() async throws(SecretError) -> AWSProfiles {
        let config = try await read("AWS_CONFIG_FILE", "/.aws/config")
        let credentials = try await read("AWS_SHARED_CREDENTIALS_FILE", "/.aws/credentials")
        return AWSProfiles(
            config: config.file, credentials: credentials.file, configFlaw: config.flaw,
            credentialsFlaw: credentials.flaw)
    }

    private func read(
        _ variable: String, _ usual: String
    ) async throws(SecretError) -> (file: AWSConfigFile, flaw: SecretError?) {
        guard let path = surroundings.path(variable) ?? surroundings.home.map({ $0 + usual }) else {
            return (.empty, nil)
        }
        do {
            let content = try await surroundings.files.read(path)
            return (try AWSConfigFile(content.text, path: path), content.flaw)
        } catch  where error.code == .notFound {
            return (.empty, nil)
        }
    }
}
