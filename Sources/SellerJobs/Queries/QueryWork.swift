import JobModel
import OperationCatalogue
import SellingPartner
import Worker

/// What is particular to queries of Data Kiosk among the jobs whose work Amazon does in its own time.
struct QueryWork: ProcessingWork {
    let caller: JobCaller
    let plan: QueryPlan
    let terms: ProcessingTerms
    let rules: ProcessingMachine.Rules
    let delivery: DocumentDelivery

    func content() async throws -> String? { try await plan.content() }

    func creation(_ state: ProcessingCheckpoint) throws -> CallRequest {
        CallRequest(
            operation: terms.creation,
            body: Array(try plan.order(state.content, token: state.pages.token).text.utf8))
    }

    func cancellation(of state: ProcessingCheckpoint) -> CancellationCause { .calledOff }

    func died() -> Timestamp { caller.context.now }

    func failure(_ failure: ProcessingFailure, of state: ProcessingCheckpoint) -> JobFailure {
        let page = state.pages.count > 0 ? " for page \(state.pages.count + 1)" : ""
        return failure.words(
            "Query \(failure.id ?? "")\(page)", noun: "query", patience: rules.pace.giveUpAfter)
    }
}
