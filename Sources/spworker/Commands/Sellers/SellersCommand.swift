import ArgumentParser

/// `spworker sellers`: the authorizations and what is known of them.
struct SellersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sellers", abstract: "List sellers, tell their story, check, try, pause and resume them.",
        discussion: """
            A seller whose authorization is revoked or misconfigured is parked: its jobs wait until new credentials \
            appear, or until 'probe' finds that the old ones work again.

            Example: spworker sellers show acme
            """,
        subcommands: [
            SellersListCommand.self, SellersShowCommand.self, SellersCheckCommand.self, SellersProbeCommand.self,
            SellersPauseCommand.self, SellersResumeCommand.self,
        ], defaultSubcommand: SellersListCommand.self)
}
