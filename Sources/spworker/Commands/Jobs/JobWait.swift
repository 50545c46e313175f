import JobModel
import JobStore
import OperationCatalogue
import Overview
import Ports

/// Waits until jobs have ended, and tells how they did.
struct JobWait {
    /// How often it looks, in real time.
    private static let pause = Duration.milliseconds(100)

    let composition: Composition
    /// The job of a number.
    let record: (JobID) async throws -> JobRecord

    private var console: Console { composition.console }

    /// The jobs as they ended, or as they stand when the time is over.
    ///
    /// - Parameter limit: How long to wait; `nil` for ever.
    func records(of ids: [JobID], limit: Duration?) async throws -> [JobID: JobRecord] {
        let timekeeper = composition.timekeeper
        let start = timekeeper.monotonic()
        let showsProgress = console.isTerminal && !console.isJSON
        defer { if showsProgress { console.raw("\r\u{1B}[K") } }
        var records: [JobID: JobRecord] = [:]
        while true {
            for id in ids where !(records[id]?.row.state.isFinal ?? false) {
                records[id] = try await record(id)
            }
            let open = records.values.filter { !$0.row.state.isFinal }
            if open.isEmpty { return records }
            if let limit, timekeeper.monotonic() - start >= limit { return records }
            if showsProgress { console.raw("\r\u{1B}[K" + Self.progress(open, of: ids.count)) }
            try await timekeeper.sleep(for: Self.pause * max(1, composition.timeScale))
        }
    }

    private static func progress(_ open: [JobRecord], of count: Int) -> String {
        let standings = Dictionary(open.map { ($0.standing.text, 1) }, uniquingKeysWith: +)
        let parts = standings.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return "\(count - open.count) of \(count) ended, \(parts.joined(separator: ", "))"
    }

    /// Prints how the jobs stand.
    ///
    /// - Throws: `Failure` when one has not ended, or has not succeeded.
    func report(_ records: [JobID: JobRecord], _ ids: [JobID]) throws {
        let inOrder = ids.compactMap { records[$0] }
        if console.isJSON {
            console.json(.object(["jobs": .array(inOrder.map(\.json))]))
        } else {
            for record in inOrder {
                let standing = record.standing
                let state = standing.style.map { console.styled(standing.text, $0) } ?? standing.text
                let reason = record.row.failure.map { ": \($0.message.plain)" } ?? ""
                let success = record.isEmpty ? ", no data" : record.shortfall.map { ", \($0)" } ?? ""
                let end = record.row.state == .succeeded ? success : reason
                console.line("Job \(record.row.id) \(state)\(end)")
            }
        }
        if let open = inOrder.first(where: { !$0.row.state.isFinal }) {
            throw Failure(
                .timeout,
                "error: not all jobs have ended. 'spworker jobs explain \(open.row.id)' says why job \(open.row.id) has not."
            )
        }
        if inOrder.contains(where: { $0.row.state != .succeeded }) { throw Failure(.no) }
    }
}
