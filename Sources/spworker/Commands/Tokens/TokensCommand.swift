import ArgumentParser

/// `spworker tokens`: the worker's cache of access tokens, never the tokens.
struct TokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens", abstract: "List the access tokens that the worker holds, get some ahead, drop some.",
        discussion: """
            The worker gets a token with a seller's first call and a new one shortly before it expires. Tokens live in \
            its memory, and with 'tokens: {store: true}' sealed in the database too, where they survive restarts. No \
            command shows a token.

            Example: spworker tokens warm --all
            """,
        subcommands: [TokensListCommand.self, TokensWarmCommand.self, TokensForgetCommand.self, TokensKeyCommand.self],
        defaultSubcommand: TokensListCommand.self)
}
