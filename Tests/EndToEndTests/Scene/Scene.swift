import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A workplace with a sandbox that runs, and with configuration and secrets for it.
struct Scene {
    let workplace: Workplace
    let world: SceneWorld
    let sandbox: SandboxPlace
    let queue: QueueFile

    /// Sets the scene, plays it, and takes everything down.
    static func play(_ world: SceneWorld = SceneWorld(), _ body: (Scene) async throws -> Void) async throws {
        try await Workplace.open { workplace in
            try workplace.write("world.yaml", world.yaml)
            let program = try workplace.start(
                ["sandbox", "--json", "--world", "world.yaml", "--log-level", "trace"] + world.clock)
            let line = try await program.line(holding: "\"control\"")
            let sandbox = try JSONDecoder().decode(SandboxPlace.self, from: Data(line.utf8))
            let scene = Scene(workplace: workplace, world: world, sandbox: sandbox, queue: workplace.queue())
            try scene.writeConfiguration(world)
            try scene.writeApplication(secret: world.clientSecret)
            for seller in world.sellers { try scene.writeToken(seller.refreshToken, of: seller.id) }
            if let key = world.tokenKey { try scene.writeTokenKey(key) }
            try await body(scene)
        }
    }

    // MARK: Files

    func writeConfiguration(_ world: SceneWorld) throws {
        try workplace.write("spworker.yaml", world.configuration(sandbox))
    }

    func writeApplication(secret: String) throws {
        try workplace.write(
            "secrets/application.json",
            "{\"clientId\": \"\(SceneWorld.clientID)\", \"clientSecret\": \(SceneWorld.quoted(secret))}", mode: 0o600)
    }

    func writeToken(_ token: String, of seller: String) throws {
        try workplace.write(
            "secrets/\(seller).json", "{\"refreshToken\": \(SceneWorld.quoted(token))}", mode: 0o600)
    }

    /// Writes the key with which tokens are sealed, as a text editor would.
    func writeTokenKey(_ key: String) throws {
        try workplace.write("secrets/token.key", key + "\n", mode: 0o600)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: workplace.folder.appending(path: name))
    }

    /// The names in the folder.
    func files() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: workplace.folder.path))
    }

    // MARK: Programs

    /// Runs `spworker` to its end.
    func run(_ arguments: String...) async throws -> Program.Ended {
        try await workplace.start(arguments).end()
    }

    /// Starts a worker and waits until it works. It logs in JSON.
    func startWorker(_ arguments: String...) async throws -> Program {
        let worker = try workplace.start(["run", "--log-format", "json"] + arguments)
        _ = try await worker.line(holding: "The worker starts.")
        return worker
    }

    /// Stops a worker in good order.
    func stop(_ worker: Program) async throws -> Program.Ended {
        worker.send(SIGTERM)
        return try await worker.end()
    }

    // MARK: The sandbox

    /// What the sandbox received so far; with every single request when `withRows` says so.
    func ledger(withRows: Bool = false) async throws -> SandboxLedger {
        let (data, _) = try await URLSession.shared.data(from: try control(withRows ? "ledger?rows=1" : "ledger"))
        return try JSONDecoder().decode(SandboxLedger.self, from: data)
    }

    /// Steers the sandbox.
    func steer(_ path: String, _ body: String) async throws {
        var request = URLRequest(url: try control(path))
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw NeverHappened(description: "The sandbox obeys \(path): \(String(decoding: data, as: UTF8.self))")
        }
    }

    private func control(_ path: String) throws -> URL {
        guard let url = URL(string: "\(sandbox.control)/\(path)") else { throw URLError(.badURL) }
        return url
    }

    // MARK: Waiting

    /// Waits until exactly so many jobs meet a condition on `job_status`.
    func waitForJobs(_ count: Int, _ condition: String) async throws {
        try await eventually("\(count) jobs are \(condition)") { try await queue.count(condition) == count }
    }

    /// Waits until a seller's authorization is in the state.
    func waitForSeller(_ seller: String, _ state: String) async throws {
        try await eventually("\(seller) is \(state)") {
            try await run("sellers", "list", "--json").json(ListedSellers.self).sellers
                .contains { $0.seller == seller && $0.state == state }
        }
    }
}

/// What of `sellers list --json` is waited for.
private struct ListedSellers: Decodable {
    struct Seller: Decodable {
        let seller: String
        let state: String
    }
    let sellers: [Seller]
}
