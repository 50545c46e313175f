import JobModel
import JobStore
import OperationCatalogue

/// Which jobs somebody wants to see, as the address says it.
struct JobSearch: Sendable, Hashable {
    /// So many are shown at once.
    static let pageSize = 50
    private static let longestText = 200

    /// A unique key; numbers lead to their job.
    var key: String?
    var standing: JobStanding?
    var seller: String?
    var kind: String?
    var operation: String?
    var age: JobAge?
    /// Only those of which nobody knows what became of their call.
    var inDoubt: Bool
    /// The last one of the page before.
    var before: JobID?

    /// Reads an address, or a form; what it says in vain counts as not said.
    init(_ query: FormValues) {
        func text(_ name: String) -> String? { query[name].map { String($0.unicodeScalars.prefix(Self.longestText)) } }
        key = text("q")
        standing = (query["label"] ?? query["state"]).flatMap { JobStanding($0) }
        seller = text("seller")
        kind = text("kind")
        operation = text("operation")
        age = query["age"].flatMap { JobAge($0) }
        inDoubt = query["doubt"] != nil
        before = query["before"].flatMap { Int64($0) }.map { JobID($0) }
    }

    /// Whether all jobs are wanted.
    var isForAll: Bool { standing == nil && !isNarrowed }

    /// Whether it asks for more than a state.
    var isNarrowed: Bool {
        key != nil || seller != nil || kind != nil || operation != nil || age != nil || inDoubt
    }

    /// Whether it asks for what stands among the further filters.
    var hasFurther: Bool { standing?.label != nil || kind != nil || operation != nil || age != nil || inDoubt }

    /// The fields of an address that says the same, without the page.
    var fields: [(name: String, value: String)] {
        let all: [(String, String?)] = [
            ("q", key), ("state", standing?.word), ("seller", seller), ("kind", kind), ("operation", operation),
            ("age", age?.text), ("doubt", inDoubt ? "1" : nil),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }

    /// The address of the same search.
    ///
    /// - Parameters:
    ///   - page: What is to be seen of it.
    ///   - before: Where the page begins; `nil` for the first one.
    func path(_ page: String = "/jobs", before: JobID? = nil) -> String {
        let query = (fields + (before.map { [("before", "\($0)")] } ?? []))
            .map { "\($0.name)=\($0.value.percentEncoded)" }
        return query.isEmpty ? page : "\(page)?\(query.joined(separator: "&"))"
    }

    /// The same search with something changed.
    func with(_ change: (inout JobSearch) -> Void) -> JobSearch {
        var search = self
        search.before = nil
        change(&search)
        return search
    }

    /// What stores are asked for: what jobs wait for is not among it, nor the unique key.
    func filter(limit: Int, now: Timestamp) -> JobFilter {
        var filter = JobFilter(
            states: standing.map { [$0.state] } ?? [], seller: seller, kind: kind,
            operation: operation.map(Self.fullName), inDoubt: inDoubt, beforeID: before, limit: limit)
        age?.narrow(&filter, now: now)
        return filter
    }

    /// Jobs carry the operation's full name; people may leave family and version out.
    private static func fullName(_ name: String) -> String {
        (try? OperationCatalogue.builtIn.operation(named: name))?.name ?? name
    }

    /// In words, for the history and for questions: `failed, of acme`.
    var words: String {
        let parts: [String?] = [
            key.map { "unique key \($0)" }, standing?.word, seller.map { "of \($0)" },
            operation.map { "with operation \($0)" }, kind.map { "of kind \($0)" }, age?.words,
            inDoubt ? "in doubt" : nil,
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
