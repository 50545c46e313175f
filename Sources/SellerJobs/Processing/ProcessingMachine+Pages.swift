import JobModel

/// Answers of several pages, each of which is asked for by itself.
extension ProcessingMachine {
    /// A page lies in the output, which has so many bytes by now. Returns how the next one is had, or `nil` after the
    /// last.
    mutating func pageKept(bytes: Int, now: Timestamp) -> ProcessingMove? {
        state.note(ProcessingStep(.downloaded, at: now, id: state.documentID))
        state.pages.bytes = bytes
        guard state.pages.next == nil else { return nextPage() }
        state.pages.count += 1
        return nil
    }

    mutating func nextPage() -> ProcessingMove {
        state = state.begunAnew(at: .creating)
        state.pages.count += 1
        (state.pages.token, state.pages.next) = (state.pages.next, nil)
        return .create
    }

    /// All pages lie in the output.
    mutating func joined(_ output: ProcessingCheckpoint.Output) {
        state.output = output
        state.stage = .finishing
    }

    /// The pages that were fetched are gone: the first is asked for once more.
    mutating func pagesLost(now: Timestamp) -> ProcessingMove {
        let content = state.content
        state = state.forgotten(at: Self.beginning(rules))
        state.content = content
        return next(now: now)
    }
}
