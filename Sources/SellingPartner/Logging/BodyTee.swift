import Ports

/// Hands a body's chunks on, and tells its beginning once enough of it has passed, or when it ends.
actor BodyTee {
    private var iterator: HTTPBody.Iterator?
    private let limit: Int
    private var beginning: [UInt8] = []
    private var tell: (@Sendable ([UInt8]) -> Void)?

    /// - Parameters:
    ///   - limit: The most bytes that are told.
    ///   - tell: Gets the beginning, once.
    init(_ body: HTTPBody, limit: Int, tell: @escaping @Sendable ([UInt8]) -> Void) {
        iterator = body.makeAsyncIterator()
        self.limit = limit
        self.tell = tell
    }

    func next() async throws -> [UInt8]? {
        guard var current = iterator else { return nil }
        iterator = nil
        do {
            guard let chunk = try await current.next(isolation: self) else {
                finish()
                return nil
            }
            iterator = current
            pass(chunk)
            return chunk
        } catch {
            finish()
            throw error
        }
    }

    private func pass(_ chunk: [UInt8]) {
        guard tell != nil else { return }
        beginning += chunk.prefix(limit - beginning.count)
        if beginning.count >= limit { finish() }
    }

    private func finish() {
        tell?(beginning)
        tell = nil
        beginning = []
    }
}
