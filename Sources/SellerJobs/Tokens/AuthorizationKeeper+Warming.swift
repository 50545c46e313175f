package import JobModel
import JobStore
import Ports
import SellingPartner
import Synchronization

/// Getting tokens because somebody asks for it.
extension AuthorizationKeeper {
    /// How many exchanges are under way at a time.
    private static let warmingWidth = 8

    /// Gets a token for each seller that has none, unless it is parked.
    ///
    /// - Parameters:
    ///   - keys: The sellers, in the order of `AuthorizationKey.isBefore`.
    ///   - patience: No further seller is begun after this.
    /// - Throws: `StoreError`, `CancellationError`.
    package func warm(_ keys: [AuthorizationKey], patience: Duration) async throws -> TokenWarming {
        let now = Timestamp(microseconds: timekeeper.wallMicroseconds())
        var obstacles: [AuthorizationKey: String] = [:]
        for row in try await store.troubledAuthorizations() {
            // One whose pause is over may be tried.
            guard row.state.parksJobs || (row.blockedUntil ?? .distantPast) > now else { continue }
            obstacles[row.key] =
                "it is \(row.state.word); 'spworker sellers probe \(row.key.seller) --region \(row.key.region)' tries it anew"
        }
        let stopped = Set(try await store.applications().filter { $0.state == .stopped }.map(\.name))
        let limit = timekeeper.monotonic() + patience
        return try await withThrowingTaskGroup(of: (AuthorizationKey, TokenWarming.End).self) { group in
            var warming = TokenWarming()
            var running = 0
            for key in keys {
                if running == Self.warmingWidth, let (ended, end) = try await group.next() {
                    warming.add(end, ended)
                    running -= 1
                }
                if timekeeper.monotonic() >= limit { break }
                warming.last = key
                if let obstacle = obstacles[key] {
                    warming.add(.parked(obstacle), key)
                } else if stopped.contains(key.application) || isStopped(key.application) {
                    warming.add(.parked("its application '\(key.application)' is stopped"), key)
                } else {
                    group.addTask { (key, try await self.warm(key)) }
                    running += 1
                }
            }
            for try await (ended, end) in group { warming.add(end, ended) }
            if warming.last == keys.last { warming.last = nil }
            return warming
        }
    }

    /// Whether an exchange of the application was refused since the store was asked.
    private func isStopped(_ application: String) -> Bool {
        desk.isStopped(application)
    }

    private func warm(_ key: AuthorizationKey) async throws -> TokenWarming.End {
        guard let seller = directory.current.sellers[key] else {
            return .refused(
                "it is not in the worker's configuration; if it was added since the worker started, run "
                    + "'spworker workers reload'")
        }
        do {
            let authorization = try await authorization(of: seller)
            let hasExchanged = Mutex(false)
            _ = try await tokens.token(for: authorization.key) { reason in
                hasExchanged.withLock { $0 = true }
                return try await authorization.exchange(reason)
            }
            return hasExchanged.withLock { $0 } ? .exchanged : .held
        } catch let failure as CredentialFailure {
            try await refused(failure, application: key.application, authorization: key)
            return .refused(failure.failure.message)
        } catch let failure as LWAFailure {
            // What it means was written down when the exchange ended.
            return .refused(failure.jobFailure.message)
        } catch let rejection as JobRejection {
            return .refused(rejection.problems.joined(separator: " "))
        }
    }
}
