import ArgumentParser
import JobModel
import JobStore
import Logging
import SellerJobs
import ServiceLifecycle
import UnixSignals
import Worker

/// `spworker run`: the worker.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the worker.",
        discussion: """
            Claims jobs, calls Amazon inside each seller's usage plan, and goes on until it is asked to stop. SIGTERM \
            and SIGINT let running jobs end (up to worker.drain), a second one stops at once; SIGHUP reads \
            configuration and secrets again ('workers reload --help' says which settings).

            With the section 'dashboard:' in the configuration it serves web pages too; 'spworker dashboard --help'.

            DEBUG=sp-api:* logs a line for each request and each answer, with header fields; SPWORKER_LOG_BODIES=1 \
            adds the first 4 KiB of bodies, but never of restricted data, people's data, or tokens.

            Example: spworker run --drain
            """)

    @Flag(
        help: "End when nothing is left to do: parked, paused and quarantined jobs stay, and those scheduled for later."
    )
    var drain = false

    @Option(help: ArgumentHelp("How many jobs run at a time; worker.concurrency when left out.", valueName: "n"))
    var concurrency: Int?

    @Flag(help: "Do not bring an older database schema up to date.")
    var noMigrate = false

    @OptionGroup var global: GlobalOptions

    mutating func validate() throws {
        if let concurrency, !(1...10_000).contains(concurrency) {
            throw ValidationError("--concurrency is from 1 to 10000.")
        }
    }

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        let composition = try Composition(global)
        let configuration = try await composition.configuration()
        for notice in configuration.notices { composition.logger.notice("\(notice)") }
        guard !configuration.sellers.isEmpty || !configuration.templates.isEmpty else {
            throw Failure(
                .usage,
                "error: no seller is configured. Write a configuration with 'spworker init', or set SP_CLIENT_ID, SP_CLIENT_SECRET "
                    + "and SP_REFRESH_TOKEN.")
        }
        let (concurrency, drain, noMigrate) = (concurrency, drain, noMigrate)
        let opening = Task {
            try await WorkerSession(
                composition, configuration, concurrency: concurrency, stopsWhenDrained: drain, migrates: !noMigrate)
        }
        // Heard from the beginning: what is read first may be kept where nobody answers.
        let (heard, ear) = AsyncStream<WorkerSignal>.makeStream()
        let listening = Task {
            for await signal in signals {
                if signal != .sighup { opening.cancel() }
                ear.yield(signal == .sighup ? .reload : .stop)
            }
        }
        defer { listening.cancel() }
        let session: WorkerSession
        do {
            session = try await opening.value
        } catch  where opening.isCancelled {
            return composition.logger.info("The worker has stopped before it began.")
        }
        let before = try await session.store.counts()
        let stoppedAtOnce: Bool
        do {
            stoppedAtOnce = try await session.run(heard)
        } catch {
            await session.close()
            throw error
        }
        if drain, !stoppedAtOnce {
            do {
                try await DrainReport(session.store, before: before).print(to: composition.console)
            } catch {
                await session.close()
                throw error
            }
            await session.tidy()
        }
        await session.close()
        if stoppedAtOnce { throw Failure(.interrupted) }
    }
}
