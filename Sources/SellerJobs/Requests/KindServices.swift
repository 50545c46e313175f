package import Ports
import SellingPartner

/// What every kind of job needs to work for sellers: tokens, a way to call, a place for results.
package struct KindServices: Sendable {
    /// Knows how to call in each seller's name.
    let keeper: AuthorizationKeeper
    /// Makes calls.
    let caller: APICaller
    /// What carries requests, for those that go to no API host: a document's storage.
    let transport: any HTTPTransport
    /// Where results go that are not kept with their job.
    let output: OutputFolder
    let timekeeper: any Timekeeper
    let random: any RandomSource
    /// Where Amazon cannot be reached.
    let outages = Outages()
    /// Is told when a run passes a named instant.
    let probe: Probe

    /// Puts the services together.
    ///
    /// - Parameters:
    ///   - keeper: Knows how to call in each seller's name.
    ///   - transport: What carries requests.
    ///   - output: Where results go that are not kept with their job.
    ///   - probe: Is told when a run passes a named instant.
    package init(
        keeper: AuthorizationKeeper, transport: any HTTPTransport, timekeeper: any Timekeeper, random: any RandomSource,
        output: OutputFolder, probe: Probe = Probe()
    ) {
        self.keeper = keeper
        self.transport = transport
        self.timekeeper = timekeeper
        self.output = output
        self.random = random
        self.probe = probe
        caller = APICaller(
            transport: transport, tokens: keeper.tokens, timekeeper: timekeeper, logging: keeper.logging,
            clock: keeper.clock)
    }
}
