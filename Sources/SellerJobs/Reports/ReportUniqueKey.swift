import Crypto
import JobModel
import OperationCatalogue

/// The unique key of report jobs that were given none: a second job for the same report, made into the same output, joins
/// the one that is open.
enum ReportUniqueKey {
    /// The key of a job for a report of `type`. The marketplaces must have been checked.
    static func key(of type: String, _ options: ReportOptions, output: String?) -> String {
        var wish = options
        // They say nothing about what is brought back.
        (wish.reuse, wish.uniqueFor, wish.timeout, wish.emptyFails) = (nil, nil, nil, false)
        wish.retry = RetryOptions()
        wish.marketplaces.sort()
        let text = JSONValue.array([
            .string(type), .string(wish.text), output.map { .string($0) } ?? .null,
        ]).text
        return "report:" + OutputFile.hexadecimal(SHA256.hash(data: Array(text.utf8)).prefix(16))
    }
}
