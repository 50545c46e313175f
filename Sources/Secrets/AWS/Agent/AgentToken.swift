import Ports

/// What proves to the agent on this machine that a question comes from a program here and was not smuggled in.
struct AgentToken: Sendable, Equatable {
    /// The token.
    let value: Secret
    /// Where it was found, in words for people.
    let source: String

    /// Where the agent keeps its token unless it is told otherwise.
    static let usualFile = "/var/run/awssmatoken"

    /// Finds the token. It is read anew for each question, because it changes when the agent starts again.
    ///
    /// The extension of Lambda takes the function's session token. The agent takes what `AWS_TOKEN` says, else its
    /// file, else what the two other variables say that it knows. A variable may name a file as `file:///PATH`.
    ///
    /// - Parameters:
    ///   - environment: Where the variables stand.
    ///   - isExtension: Whether the extension of Lambda is asked.
    ///   - file: The agent's own file.
    ///   - thread: Where files are read.
    ///   - reference: For error messages.
    /// - Throws: `SecretError` when there is no token, or when its file cannot be read.
    static func find(
        environment: any Environment, isExtension: Bool, file: String, thread: BlockingQueue, reference: String
    ) async throws(SecretError) -> AgentToken {
        func variable(_ name: String) async throws(SecretError) -> AgentToken? {
            guard let text = environment.value(name), !text.isEmpty else { return nil }
            guard text.hasPrefix("file://") else {
                return try checked(text, source: "the variable \(name)", reference: reference)
            }
            do {
                return try await read(String(text.dropFirst(7)), thread, reference)
            } catch {
                // "Not found" would say that the secret is not there.
                let code: SecretError.Code = error.code == .notFound ? .denied : error.code
                throw SecretError(
                    code, reference: reference, message: "\(name) names the agent's token file: \(error.message)",
                    cure: error.cure)
            }
        }
        if isExtension {
            if let token = try await variable("AWS_SESSION_TOKEN") { return token }
            throw SecretError(
                .denied, reference: reference, message: "AWS_SESSION_TOKEN is not set, and the extension asks for it",
                cure: "leave the variable in the function's environment")
        }
        if let token = try await variable("AWS_TOKEN") { return token }
        do {
            return try await read(file, thread, reference)
        } catch {
            guard error.code == .notFound else { throw error }
        }
        for name in ["AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN"] {
            if let token = try await variable(name) { return token }
        }
        throw SecretError(
            .denied, reference: reference, message: "there is no token for the agent: no AWS_TOKEN and no \(file)",
            cure: "start the agent on this machine, or set AWS_TOKEN=file://PATH to its token file")
    }

    private static func read(
        _ path: String, _ thread: BlockingQueue, _ reference: String
    ) async throws(SecretError) -> AgentToken {
        // A group shares this file on purpose, so its permissions are not looked at.
        let outcome = await thread.run { () -> Result<String, SecretError> in
            do throws(SecretError) {
                let file = try SecureFile(path: path, reference: reference, allowsInsecure: true)
                return .success(try file.text(reference: reference))
            } catch {
                return .failure(error)
            }
        }
        do {
            return try checked(try outcome.get(), source: "the file \(path)", reference: reference)
        } catch {
            guard error.code == .denied else { throw error }
            throw SecretError(
                .denied, reference: reference, message: "the agent's token file may not be read: \(error.message)",
                cure: "add this user to the group of \(path)")
        }
    }

    private static func checked(
        _ text: String, source: String, reference: String
    ) throws(SecretError) -> AgentToken {
        let token = text.trimmingTrailingLineBreaks()
        guard !token.isEmpty, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw SecretError(
                .invalid, reference: reference, message: "\(source) holds no token that can stand in a header",
                cure: "put the agent's token there, on one line")
        }
        return AgentToken(value: Secret(token), source: source)
    }
}
