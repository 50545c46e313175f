import JobModel
import Logging
import Ports
import SellingPartner
import Worker

// Trouble that is not the job's: Amazon, Login with Amazon or a secret's source cannot be had.
extension JobCaller {
    /// When to try again: later with each run that was spent on it.
    var outagePause: Timestamp {
        if let key = job.authorization, let until = services.keeper.desk.troubledUntil(key), until > context.now {
            return until
        }
        let pause = RetryPolicy.outage.pause(afterFailures: job.fence.run, unit: services.random.unit())
        return context.now + max(.milliseconds(200), pause)
    }

    /// Tells the log that Amazon cannot be reached, or that it can be again.
    func tellOutage(_ result: CallResult, _ endpoint: APIEndpoint) {
        let host = endpoint.text
        guard case .notSent = result.verdict else {
            if result.answer != nil, services.outages.ended(host) {
                context.logger.notice("Amazon can be reached again.", metadata: ["endpoint": "\(host)"])
            }
            return
        }
        guard services.outages.mustTell(host, now: context.now) else { return }
        context.logger.warning(
            "Amazon cannot be reached. Jobs wait and are tried again; none of their attempts is spent.",
            metadata: ["endpoint": "\(host)", "reason": "\(result.fault ?? "")"])
    }
}
