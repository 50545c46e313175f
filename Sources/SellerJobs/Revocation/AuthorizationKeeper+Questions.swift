import JobModel
import Logging
import Ports
import SellingPartner
import Synchronization

/// Making the exchanges for which the applications' machines ask.
extension AuthorizationKeeper {
    /// How many such exchanges are under way at a time.
    private static let questionWidth = 8

    /// Brings what is known in line with the store, and makes the exchanges that are due.
    ///
    /// - Throws: `StoreError`, `CancellationError`.
    package func settleSuspicions() async throws {
        let questions = try await desk.tick()
        await follow(desk.takeReleases())
        guard !questions.isEmpty else { return }
        await withTaskGroup(of: Void.self) { group in
            for (index, question) in questions.enumerated() {
                if index >= Self.questionWidth { await group.next() }
                group.addTask { await self.answer(question) }
            }
        }
        try Task.checkCancellation()
    }

    /// Makes one exchange beside the token cache: a witness's good token must not be lost to an outage.
    private func answer(_ question: RevocationQuestion) async {
        let directory = directory.current
        guard let seller = directory.sellers[question.seller],
            let application = directory.applications[question.seller.application]
        else { return }
        let holder = Mutex<Holder?>(nil)
        let result: Result<Void, any Error>
        do {
            let credentials = try await credentials(application, seller, isForced: true)
            holder.withLock {
                $0 = Holder(
                    application: application.id, authorization: seller.key, scope: nil, credentials: credentials)
            }
            _ = try await exchange(application, seller, credentials, nil) { used in
                holder.withLock { $0?.credentials = used }
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        logger.debug(
            "A seller's credentials were tried.",
            metadata: ["seller": "\(seller.key)", "purpose": "\(question.purpose)"])
        if let holder = holder.withLock({ $0 }) {
            await exchanged(holder, result)
        } else if case .failure(let error) = result {
            await couldNotAsk(seller.key, error)
        }
    }

    /// The secrets for an exchange could not be had.
    private func couldNotAsk(_ key: AuthorizationKey, _ error: any Error) async {
        do {
            let news =
                (error as? CredentialFailure).map { events(of: $0, authorization: key) }
                ?? [RevocationEvent.exchangeUnsettled(key)]
            try await desk.report(news, application: key.application)
        } catch {
            logger.error(
                "What became of a seller's exchange could not be stored.",
                metadata: ["seller": "\(key)", "reason": "\(error)"])
        }
    }
}
