import Crypto
import JobModel

/// Takes a document's bytes: into a temporary file or, while they are few and may go with the job, into memory.
actor DocumentSink {
    /// What it holds in the end.
    enum Content: Sendable {
        case text(String, bytes: Int, sha256: String)
        /// The file is complete, and does not have its name yet.
        case file(OutputFile, ProcessingCheckpoint.Output)
    }

    private let output: OutputFolder
    private let path: String
    private let unique: String
    private let keepsSmall: Bool
    private let checkRoom: @Sendable () async throws -> Void
    private var head: [UInt8] = []
    private var file: OutputFile?
    private var sinceCheck = 0

    /// The disk is looked at whenever so many bytes have come.
    private static let checkEvery = 1 << 20

    /// - Parameters:
    ///   - path: Where the file goes.
    ///   - unique: Tells the temporary file from those of others with the same path.
    ///   - keepsSmall: Whether a small text goes with the job.
    ///   - checkRoom: Throws when the disk has no room for more.
    init(
        _ output: OutputFolder, path: String, unique: String, keepsSmall: Bool,
        checkRoom: @escaping @Sendable () async throws -> Void
    ) {
        self.output = output
        self.path = path
        self.unique = unique
        self.keepsSmall = keepsSmall
        self.checkRoom = checkRoom
    }

    /// Takes more bytes.
    func write(_ chunk: [UInt8]) async throws {
        sinceCheck += chunk.count
        if sinceCheck >= Self.checkEvery {
            sinceCheck = 0
            try await checkRoom()
        }
        if let file {
            try await file.append(chunk)
            return
        }
        head += chunk
        if !keepsSmall || head.count > JobResult.largestInline { try await open() }
    }

    /// Forgets all that was taken.
    func restart() async throws {
        head = []
        try await file?.restart()
    }

    /// Ends the taking, and brings a file to the disk.
    func end() async throws -> Content {
        if file == nil, keepsSmall, let text = String(validating: head, as: UTF8.self) {
            return .text(
                text, bytes: head.count, sha256: OutputFile.hexadecimal(SHA256.hash(data: head)))
        }
        let file = try await open()
        let bytes = await file.bytes
        let hash = try await file.seal()
        return .file(file, ProcessingCheckpoint.Output(path: path, bytes: bytes, sha256: hash))
    }

    /// Removes what was taken.
    func abandon() async {
        await file?.abandon()
        file = nil
        head = []
    }

    @discardableResult
    private func open() async throws -> OutputFile {
        if let file { return file }
        let opened = try await output.begin(path, unique: unique)
        file = opened
        try await opened.append(head)
        head = []
        return opened
    }
}
