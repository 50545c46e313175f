package import JobModel
import JobStore
import OperationCatalogue
package import Ports
import SellingPartner
package import Worker

/// The `request` job: one call of one operation.
package struct RequestKind: JobKind {
    package let name = "request"
    let keeper: AuthorizationKeeper
    let caller: APICaller
    let output: OutputFolder
    let random: any RandomSource
    let probe: Probe
    let admission: RequestAdmission

    /// Creates the kind.
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
        self.output = output
        self.random = random
        self.probe = probe
        caller = APICaller(
            transport: transport, tokens: keeper.tokens, timekeeper: timekeeper, logging: keeper.logging,
            clock: keeper.clock)
        admission = RequestAdmission(directory: keeper.directory)
    }

    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        try admission.admit(request, now: now)
    }

    package func timeout(of job: ClaimedJob) -> Duration? {
        var ignored: [String] = []
        return JobOptions(parsing: job.options, problems: &ignored).timeout
    }

    package func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
        await RequestRun(kind: self, job: job, context: context).outcome()
    }
}
