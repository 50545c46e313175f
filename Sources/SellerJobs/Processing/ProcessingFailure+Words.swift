import JobModel

extension ProcessingFailure {
    /// What a job says of a failure of which its kind has nothing else to say.
    ///
    /// - Parameters:
    ///   - thing: What has failed, at the beginning of a sentence: `The report R1 of type T`.
    ///   - noun: `report`.
    ///   - patience: How long it was waited for.
    func words(_ thing: String, noun: String, patience: Duration) -> JobFailure {
        switch cause {
        case .noData:
            return JobFailure(kind: "noData", message: "\(thing) was cancelled by Amazon: there is no data.")
        case .tooSoon:
            return JobFailure(
                kind: "cancelledTooSoon",
                message:
                    "\(thing) was cancelled by Amazon: another of the type had been asked for too shortly before, or there "
                    + "is no data, and Amazon does not say which. Ask for the type less often.")
        case .cancelled:
            return JobFailure(
                kind: "\(noun)Cancelled",
                message: "\(thing) was cancelled at Amazon. 'spworker jobs retry ID' asks for another.")
        case .fatal(let explanation):
            return JobFailure(
                kind: "\(noun)Fatal",
                message: "\(thing) ended FATAL. "
                    + (explanation.map { "Amazon says: \($0)" } ?? "Amazon does not say why."))
        case .errors:
            return JobFailure(kind: "\(noun)Errors", message: "Amazon took nothing of what \(thing) holds.")
        case .timedOut(let status):
            let seconds = Int(patience.seconds)
            let time = seconds % 3600 == 0 ? "\(seconds / 3600) h" : "\(seconds) s"
            return JobFailure(
                kind: "processingTimeout",
                message:
                    "\(thing) has not ended after \(time)\(status.map { " (\($0))" } ?? ""). 'spworker jobs retry ID' "
                    + "waits for it again; 'reports: {giveUpAfter: ...}' in the configuration has the worker wait longer."
            )
        case .missing:
            return JobFailure(
                kind: "notFound",
                message: "\(thing) is not known to Amazon any more. 'spworker jobs retry ID' asks for another.",
                status: 404)
        case .noDocument:
            return JobFailure(
                kind: "noDocument",
                message: "\(thing) is DONE, and Amazon names no document. 'spworker jobs retry ID' looks again.")
        case .pageLoop:
            return JobFailure(
                kind: "pageLoop",
                message:
                    "\(thing) names a next page that leads nowhere: the same again, or more than \(PageTrail.most). "
                    + "'spworker jobs retry ID' begins at the first page.")
        }
    }
}
