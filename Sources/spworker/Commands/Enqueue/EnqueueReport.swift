import JobModel
import JobStore
import OperationCatalogue
import Overview
import Ports

/// Says what became of an enqueued job, and waits for it when that is wanted.
struct EnqueueReport {
    private let composition: Composition
    private let store: any OpenedStore
    private let admission: Admission
    private let enqueued: Enqueued
    private let flags: EnqueueFlags

    init(
        _ composition: Composition, _ store: any OpenedStore, _ admission: Admission, _ enqueued: Enqueued,
        _ flags: EnqueueFlags
    ) {
        self.composition = composition
        self.store = store
        self.admission = admission
        self.enqueued = enqueued
        self.flags = flags
    }

    private var isDuplicate: Bool {
        if case .duplicate = enqueued { true } else { false }
    }

    func finish() async throws {
        var warnings = admission.warnings
        if isDuplicate, let hold = try await store.job(enqueued.id)?.hold { warnings.append(hold) }
        for warning in warnings { Console.printError("warning: \(warning)") }
        if try await store.workerHolder(now: composition.now) == nil {
            Console.printError("note: no worker is running; start one with 'spworker run'.")
        }
        if flags.wait {
            try await wait()
        } else if composition.console.isJSON {
            composition.console.json(
                .object([
                    "id": .integer(enqueued.id.value), "duplicate": .bool(isDuplicate),
                    "warnings": .array(warnings.map { .string($0) }),
                ]))
        } else if isDuplicate {
            composition.console.line("Job \(enqueued.id) with this key is there already; nothing was added.")
        } else {
            let seller = admission.job.authorization.map { " for \($0.seller)/\($0.region)" } ?? ""
            let what = admission.job.operation.isEmpty ? admission.job.kind : admission.job.operation
            composition.console.line("Job \(enqueued.id): \(what)\(seller).")
        }
    }

    /// How often a waiting command looks, in real time.
    private static let pause = Duration.milliseconds(100)

    private func wait() async throws {
        let limit = flags.waitTimeout.flatMap { Duration(text: $0) }
        let start = composition.timekeeper.monotonic()
        var progress = WaitProgress(isTerminal: Console.isErrorTerminal, isSilent: composition.console.isJSON)
        defer { progress.clear() }
        while true {
            guard let record = try await store.job(enqueued.id) else {
                throw Failure(.no, "error: job \(enqueued.id) is gone.")
            }
            let elapsed = composition.timekeeper.monotonic() - start
            progress.show(record, elapsed: elapsed)
            if record.row.state.isFinal {
                progress.clear()
                try show(record)
                return
            }
            if let limit, elapsed >= limit {
                progress.clear()
                if composition.console.isJSON { composition.console.json(record.json) }
                throw Failure(
                    .timeout,
                    "error: job \(enqueued.id) is still \(record.label?.rawValue ?? record.row.state.word). "
                        + "'spworker jobs explain \(enqueued.id)' says why.")
            }
            try await composition.timekeeper.sleep(for: Self.pause * max(1, composition.timeScale))
        }
    }

    private func show(_ record: JobRecord) throws {
        if composition.console.isJSON {
            composition.console.json(record.json)
        } else if record.isEmpty {
            composition.console.line("Job \(enqueued.id) succeeded, and Amazon has no data for it: there is no file.")
        } else if let inline = record.row.result?.inline, record.row.state == .succeeded {
            composition.console.line(inline)
        } else if let path = record.row.result?.path, record.row.state == .succeeded {
            let place = path.hasPrefix("s3://") ? path : "\(path) below the output directory"
            composition.console.line(
                "Job \(enqueued.id) succeeded; its answer is in \(place). "
                    + "'spworker jobs show \(enqueued.id)' tells the whole path.")
        }
        if let shortfall = record.shortfall, !composition.console.isJSON {
            Console.printError("note: \(shortfall). 'spworker jobs show \(enqueued.id)' tells the first errors.")
        }
        guard record.row.state != .succeeded else { return }
        let reason = record.row.failure.map { ": \($0.message)" } ?? ""
        throw Failure(.no, "error: job \(enqueued.id) \(record.row.state.word)\(reason)")
    }
}
