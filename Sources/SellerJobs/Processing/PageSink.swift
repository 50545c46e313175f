/// Takes the bytes of one page of an output, behind those of the pages before it.
actor PageSink {
    private let output: OutputFolder
    private let path: String
    private let unique: String
    /// Bytes of the pages before.
    private let kept: Int
    private let checkRoom: @Sendable () async throws -> Void
    private(set) var file: OutputFile
    private var last: UInt8?
    private var sinceCheck = 0

    /// The disk is looked at whenever so many bytes have come.
    private static let checkEvery = 1 << 20

    /// Opens the output behind its first `kept` bytes; what follows them goes.
    ///
    /// - Throws: `OutputError`, an incomplete one when the bytes are gone.
    init(
        _ output: OutputFolder, path: String, unique: String, keeping kept: Int,
        checkRoom: @escaping @Sendable () async throws -> Void
    ) async throws {
        self.output = output
        self.path = path
        self.unique = unique
        self.kept = kept
        self.checkRoom = checkRoom
        file = try await output.begin(path, unique: unique, keeping: kept)
    }

    /// Takes more bytes.
    func write(_ chunk: [UInt8]) async throws {
        sinceCheck += chunk.count
        if sinceCheck >= Self.checkEvery {
            sinceCheck = 0
            try await checkRoom()
        }
        try await file.append(chunk)
        last = chunk.last ?? last
    }

    /// Forgets the page's bytes.
    func restart() async throws {
        await file.leave()
        file = try await output.begin(path, unique: unique, keeping: kept)
        last = nil
    }

    /// Ends the page, with its last line, and brings it to the disk. Returns the bytes of the output so far.
    func end() async throws -> Int {
        // The next page begins with a line of its own.
        if let last, last != UInt8(ascii: "\n") { try await file.append([UInt8(ascii: "\n")]) }
        try await file.sync()
        return await file.bytes
    }

    /// Leaves the pages before for a later run, which cuts off what follows them.
    func leave() async { await file.leave() }
}
