import JobModel
package import JobStore
import OperationCatalogue

extension JobRecord {
    /// Whether its answer may tell of people or hold a credential, so that it is shown to nobody. What is not known
    /// to be harmless is not shown.
    package var hidesResult: Bool {
        switch row.kind {
        case "report": return ReportTypes.builtIn.type(named: row.operation)?.isRestricted ?? true
        case "feed", "query": return false
        case "request":
            guard let operation else { return true }
            return operation.answersWithCredential || operation.answersWithPersonalData(parameters)
        default: return true
        }
    }

    /// Whether what it sends may tell of people or hold a secret, so that it is shown to nobody.
    package var hidesBody: Bool {
        switch row.kind {
        case "report": ReportTypes.builtIn.type(named: row.operation)?.isRestricted ?? true
        case "feed", "query": false
        case "request": operation?.hidesBodies ?? true
        default: true
        }
    }

    private var operation: Operation? {
        try? OperationCatalogue.builtIn.operation(named: row.operation)
    }

    private var parameters: [String: JSONValue] {
        guard let text = content?.parameters, case .object(let members)? = try? JSONValue(parsing: text.utf8) else {
            return [:]
        }
        return members
    }
}
