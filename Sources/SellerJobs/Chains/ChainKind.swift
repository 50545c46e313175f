package import JobModel
package import JobStore
package import Worker

/// The `chain` job: it makes the jobs that follow the success of another one. Nobody can wish for it; a definition with
/// `then` gets one for each success.
package struct ChainKind: JobKind {
    package let name = ChainJob.kind
    private let store: any JobStore
    private let output: OutputFolder
    private let book: any ChainBook

    /// Creates the kind.
    ///
    /// - Parameters:
    ///   - output: Where results lie that are not kept with their job.
    ///   - book: Knows the definitions.
    package init(store: any JobStore, output: OutputFolder, book: any ChainBook) {
        self.store = store
        self.output = output
        self.book = book
    }

    package func admit(_ request: JobRequest, now: Timestamp) throws(JobRejection) -> Admission {
        throw JobRejection("Jobs of the kind 'chain' are made by definitions with 'then', and cannot be put in.")
    }

    package func run(_ job: ClaimedJob, in context: RunContext) async -> Outcome {
        let run = ChainRun(store: store, output: output, book: book, job: job, context: context)
        return await GuardedRun(job: job, context: context).outcome {
            do {
                return try await run.outcome()
            } catch let flaw as ChainFlaw {
                return .fail(JobFailure(kind: flaw.kind, message: flaw.message))
            } catch let error as OutputError {
                return error.outcome(now: context.now)
            }
        }
    }
}
