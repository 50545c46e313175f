import JobModel
package import JobStore

/// What every store must do, as named cases that know a store by its protocol alone.
///
/// A test target runs them all on its own store: `@Test(arguments: StoreConformance.cases)`.
package enum StoreConformance {
    /// Every case.
    package static let cases: [StoreCase] =
        jobCases + streamCases + deadlineCases + uniqueKeyCases + endingCases + limitCases + sharedLimitCases
        + concurrencyCases
        + fairnessCases + authorizationCases + applicationCases + suspicionCases + operatorCases + permitCases
        + checkpointCases
        + recoveryCases + doubtCases + lookupCases + inboxCases + inboxUpkeepCases + commandCases + tokenCases
        + sealedTokenCases + sellerListingCases
        + outsideCallCases + noticeCases + deliveryCases + remarkCases
        + readingCases + figureCases
        + coolDownCases + lastCallCases
        + scheduleCases + standingCases + fireCases + cursorCases + catchingUpCases + chainCases
        + retentionCases + outputCases + tallyCases + deedCases + jobPageCases
        + pageCases + historyPageCases
}

/// One sentence about a store's behaviour, and the proof.
package struct StoreCase: Sendable, CustomStringConvertible {
    /// The sentence.
    package let name: String
    private let rules: QueueRules
    private let body: @Sendable (StoreBench) async throws -> Void

    /// States a behaviour under the given rules.
    init(
        _ name: String, rules: QueueRules = QueueRules(perAuthorization: 1000),
        _ body: @escaping @Sendable (StoreBench) async throws -> Void
    ) {
        self.name = name
        self.rules = rules
        self.body = body
    }

    package var description: String { name }

    /// Proves it on a fresh store.
    ///
    /// - Throws: `ConformanceFailure` when the store does something else, and the store's own errors.
    package func run(on source: StoreSource) async throws {
        let clock = VirtualTimekeeper()
        let store = try await source.make(rules, clock)
        try await body(StoreBench(store: store, clock: clock, source: source))
    }
}

/// Where a test gets stores from.
package struct StoreSource: Sendable {
    /// Makes an empty store that tells the time by the clock and may recover jobs.
    package let make: @Sendable (QueueRules, VirtualTimekeeper) async throws -> any JobStore
    /// Writes a row into the store's inbox as another program would. The row's id and status are ignored.
    package let post: @Sendable (any JobStore, InboxRow) async throws -> Void

    /// Creates a source.
    package init(
        make: @escaping @Sendable (QueueRules, VirtualTimekeeper) async throws -> any JobStore,
        post: @escaping @Sendable (any JobStore, InboxRow) async throws -> Void
    ) {
        self.make = make
        self.post = post
    }
}

/// A store did something else than it must.
package struct ConformanceFailure: Error, Sendable, CustomStringConvertible {
    /// What was wrong.
    package let message: String
    /// The file of the expectation.
    package let file: String
    /// Its line.
    package let line: Int

    package var description: String { "\(file):\(line): \(message)" }
}

func expect(
    _ condition: Bool, _ message: @autoclosure () -> String, file: String = #fileID, line: Int = #line
) throws {
    guard condition else { throw ConformanceFailure(message: message(), file: file, line: line) }
}

func expectEqual<Value: Equatable>(
    _ actual: Value, _ expected: Value, _ what: @autoclosure () -> String, file: String = #fileID, line: Int = #line
) throws {
    guard actual == expected else {
        throw ConformanceFailure(
            message: "\(what()): expected \(expected), found \(actual)", file: file, line: line)
    }
}
