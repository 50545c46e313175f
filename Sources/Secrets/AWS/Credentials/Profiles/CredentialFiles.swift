/// Reads the small text files that keys come from.
package protocol CredentialFiles: Sendable {
    /// The file at the absolute path `path`, as it is now.
    ///
    /// - Throws: `SecretError`: `notFound`, `denied`, `invalid` or `unavailable`.
    func read(_ path: String) async throws(SecretError) -> CredentialFile
}

/// A file's content.
package struct CredentialFile: Sendable, Equatable {
    /// The text, lines ending in LF.
    package let text: String
    /// Why keys in it should not be trusted: others may reach the file. `nil` when nothing speaks against it.
    package let flaw: SecretError?

    /// Creates a content.
    package init(text: String, flaw: SecretError? = nil) {
        self.text = text
        self.flaw = flaw
    }
}

/// The files of this machine.
package struct LocalCredentialFiles: CredentialFiles {
    private let allowsInsecureFiles: Bool
    private let thread = BlockingQueue(label: "secrets.aws.files")

    /// Creates a reader.
    ///
    /// - Parameter allowsInsecureFiles: Whether keys may stand in files that others can reach. Defaults to no.
    package init(allowsInsecureFiles: Bool = false) {
        self.allowsInsecureFiles = allowsInsecureFiles
    }

    package func read(_ path: String) async throws(SecretError) -> CredentialFile {
        let outcome = await thread.run { () -> Result<(text: String, flaw: SecretError?), SecretError> in
            do throws(SecretError) {
                // Whether a flaw matters depends on what is taken from the file, so it is told and not thrown.
                let file = try SecureFile(path: path, reference: path, allowsInsecure: true)
                return .success((try file.text(reference: path), file.flaws.first))
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let file):
            return CredentialFile(text: file.text, flaw: allowsInsecureFiles ? nil : file.flaw?.unreferenced)
        case .failure(let error):
            let message = error.message.contains(path) ? error.message : "\(path): \(error.message)"
            throw SecretError(error.code, reference: nil, message: message, cure: error.cure)
        }
    }
}

extension SecretError {
    /// The same without a reference, for failures that belong to no reference of a configuration.
    fileprivate var unreferenced: SecretError {
        SecretError(code, reference: nil, message: message, cure: cure)
    }
}
