import ArgumentParser
import OperationCatalogue
import Overview
import Secrets
import SellerJobs

/// `spworker tokens key`.
struct TokensKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Print a new key for sealing stored access tokens.",
        discussion: """
            With 'tokens: {store: true, keys: [env:SPWORKER_TOKEN_KEY]}' access tokens are kept in the database, \
            sealed, and survive restarts. The key is a secret: it stands nowhere else, and every call prints another \
            one. The first key of the list seals, all of them open; without its key a stored token is got anew.

            Example: (umask 077; spworker tokens key > token.key)
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let composition = try Composition(global)
        let text = SealingKey.make(composition.random)
        let id = SealingKey(text)?.id
        guard !composition.console.isJSON else {
            // The one command whose answer is a secret.
            return composition.console.json(.object(["key": .string(text.reveal()), "id": .text(id)]))
        }
        composition.console.line(text.reveal())
        Console.printError(Self.hint)
    }

    private static let hint = """
        Keep this key as a secret: in SPWORKER_TOKEN_KEY, or in a file that only the worker's user can read. Then write
            tokens: {store: true, keys: [env:SPWORKER_TOKEN_KEY]}
        or keys: ["file:token.key"], and restart the worker. To change keys, put the new one first and take the old one
        away an hour later.
        """
}
