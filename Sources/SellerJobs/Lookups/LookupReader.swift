import JobModel
import OperationCatalogue
import SellingPartner
import Worker

/// Asks what a lookup asks, page by page, and finds the jobs that may have made what the answer shows.
struct LookupReader: Sendable {
    enum Reply: Sendable {
        case answered(LookupAnswer)
        /// There is no answer and will be none: why, a sentence.
        case refused(String)
        /// The run ends here; the doubt is as it was.
        case over(Outcome)
    }

    let caller: JobCaller
    let call: DoubtfulCall
    let lookup: Lookup
    let reader: Operation
    let note: DoubtNote

    /// Asks.
    ///
    /// - Throws: `InvalidCall`, `RunLost`, `CancellationError` and the store's errors.
    func answer() async throws -> Reply {
        let longest = max(CreationWindow.longestCall, caller.services.keeper.settings.requestTimeout * 2)
        var answer = LookupAnswer(window: CreationWindow(of: note, offset: nil, longest: longest))
        switch try await ListingReader(caller: caller, reader: reader, parameters: lookup.parameters).pages() {
        case .read(let pages, let clockOffset, _):
            answer.pages = pages
            answer.window = CreationWindow(of: note, offset: clockOffset, longest: longest)
        case .nothing: break
        case .refused(let why): return .refused(why)
        case .over(let outcome): return .over(outcome)
        }
        if let identity = lookup.identity {
            answer.neighbours = try await NeighbourSearch(store: caller.services.keeper.store)
                .neighbours(of: caller.job, call, identity: identity, longest: longest)
        }
        return .answered(answer)
    }
}
