import Foundation

/// Jobs of three sorts for workers that are killed, and what must be true of them in the end: single calls, listings of
/// several pages, and calls that must not be repeated.
struct CrashLoad {
    static let get = "sellers.getMarketplaceParticipations@v1"
    static let list = "orders.searchOrders@2026-01-01"
    static let post = "appIntegrations.createNotification@2024-04-01"

    /// Orders of each seller, and how many stand on a page.
    static let orders = 120
    static let pageSize = 20
    static let pages = orders / pageSize

    let sellers: [String]
    let gets: Int
    let listings: Int
    let posts: Int

    var count: Int { gets + listings + posts }

    /// A world for such jobs.
    static func world(sellers count: Int) -> SceneWorld {
        var world = SceneWorld(sellers: count)
        world.orders = orders
        world.plans = #"{"*": {scale: 100000}}"#
        return world
    }

    /// The jobs as `enqueue --file` reads them, in an order that the seed decides.
    func lines(seed: UInt64) -> String {
        func line(_ number: Int, _ operation: String, _ more: String) -> String {
            #"{"seller": "\#(sellers[number % sellers.count])", "operation": "\#(operation)"\#(more)}"#
        }
        let listing =
            #", "params": {"createdAfter": "2020-01-01T00:00:00Z", "marketplaceIds": ["DE"], "#
            + #""maxResultsPerPage": \#(Self.pageSize)}, "options": {"allPages": true}, "#
            + #""output": "orders/{seller}/{job}.ndjson""#
        var lines = (0..<gets).map { line($0, Self.get, "") }
        lines += (0..<listings).map { line($0, Self.list, listing) }
        // No two bodies are the same: the sandbox would take the second for a repetition of the first.
        lines += (0..<posts).map { line($0, Self.post, #", "body": {"templateId": "template-\#($0)"}"#) }
        var numbers = SeededNumbers(seed: seed)
        return lines.shuffled(using: &numbers).joined(separator: "\n") + "\n"
    }

    // MARK: In the end

    /// Everything that is wrong once all work is done, in words.
    func problems(_ scene: Scene) async throws -> [String] {
        let jobs = try await scene.queue.jobs()
        let ledger = try await scene.ledger(withRows: true)
        var problems: [String] = []
        if jobs.count != count { problems.append("\(jobs.count) jobs are left of \(count)") }
        for job in jobs where job.operation != Self.post && !(job.state == "succeeded" && job.resultStatus == 200) {
            problems.append("job \(job.id), \(job.operation), is \(job.state) (\(job.errorKind ?? "no error"))")
        }
        problems += effectProblems(jobs.filter { $0.operation == Self.post }, ledger)
        problems += try await listingProblems(jobs.filter { $0.operation == Self.list }, scene)
        for (operation, least) in [(Self.get, gets), (Self.list, listings * Self.pages)] {
            let made = ledger.successes(of: operation)
            if made < least { problems.append("only \(made) calls of \(operation) of \(least) were made") }
        }
        if ledger.complaints.count > 0 { problems.append("the sandbox has \(ledger.complaints.count) complaints") }
        let integrity = try await scene.queue.execute("PRAGMA integrity_check")
        if !integrity.contains(#""ok""#) { problems.append("integrity_check says \(integrity)") }
        return problems
    }

    /// Each call that must not be repeated has had its effect once when its job succeeded, and at most once otherwise.
    private func effectProblems(_ jobs: [JobStatus], _ ledger: SandboxLedger) -> [String] {
        struct Answer: Decodable { let effectId: String }
        var problems: [String] = []
        let known = Set((ledger.rows ?? []).compactMap(\.effectId))
        var used: Set<String> = []
        for job in jobs {
            switch (job.state, job.errorKind) {
            case ("succeeded", _):
                let answer = job.resultInline.flatMap {
                    try? JSONDecoder().decode(Answer.self, from: Data($0.utf8))
                }
                guard let effect = answer?.effectId, known.contains(effect), used.insert(effect).inserted else {
                    problems.append("job \(job.id) succeeded without an effect of its own")
                    continue
                }
            case ("quarantined", "doubtful"), ("quarantined", "crashed"): break
            default: problems.append("job \(job.id), \(job.operation), is \(job.state) (\(job.errorKind ?? ""))")
            }
        }
        // As no two bodies are the same, this is a call that was made twice.
        if ledger.effects.repeated > 0 { problems.append("\(ledger.effects.repeated) effects were repeated") }
        if ledger.effects.count > jobs.count {
            problems.append("there are \(ledger.effects.count) effects of \(jobs.count) jobs")
        }
        return problems
    }

    /// Each listing's file holds every order once, in order, and is what the job says of it; nothing lies beside them.
    private func listingProblems(_ jobs: [JobStatus], _ scene: Scene) async throws -> [String] {
        let output = scene.workplace.folder.appending(path: "output", directoryHint: .isDirectory)
        var problems: [String] = []
        var hashes: [String: String] = [:]
        for job in jobs {
            guard let path = job.resultPath, let data = try? Data(contentsOf: output.appending(path: path)) else {
                problems.append("the file of job \(job.id) is missing")
                continue
            }
            hashes[path] = job.resultSha256
            if data.count != job.resultBytes { problems.append("\(path) has not the size that job \(job.id) tells") }
            if job.resultPages != Self.pages { problems.append("job \(job.id) has read \(job.resultPages ?? 0) pages") }
            if Self.numbers(of: data) != Array(0..<Self.orders) { problems.append("\(path) holds the wrong lines") }
        }
        let folder = output.appending(path: "orders", directoryHint: .isDirectory)
        let found = Set(
            try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
                !$0.hasPrefix("seller") || $0.contains("/")
            }
            .map { "orders/\($0)" })
        for stray in found.symmetricDifference(hashes.keys).sorted() { problems.append("\(stray) is a stray file") }
        guard !hashes.isEmpty else { return problems }
        let sums = try await scene.workplace.start(
            URL(filePath: "/usr/bin/env"), ["sha256sum"] + hashes.keys.sorted().map { "output/\($0)" }
        ).end()
        for line in sums.output.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            let path = parts.last.map { $0.trimmingPrefix(" ").trimmingPrefix("output/") }.map(String.init) ?? ""
            if hashes.removeValue(forKey: path) != parts.first.map(String.init) {
                problems.append("\(path) has not the checksum that its job tells")
            }
        }
        if !hashes.isEmpty { problems.append("sha256sum says nothing of \(hashes.count) files: \(sums.errors)") }
        return problems
    }

    /// The numbers of the orders in a file, or `nil` when a line is no order.
    private static func numbers(of data: Data) -> [Int]? {
        struct Order: Decodable {
            struct Item: Decodable { let orderItemId: String }
            let orderItems: [Item]
        }
        var numbers: [Int] = []
        for line in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
            guard let order = try? JSONDecoder().decode(Order.self, from: Data(line)),
                let item = order.orderItems.first.flatMap({ Int($0.orderItemId) })
            else { return nil }
            // The sandbox numbers them like this, from the oldest.
            numbers.append(item - 10_000_000_000_000)
        }
        return numbers
    }
}
