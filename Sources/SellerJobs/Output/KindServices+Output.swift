import JobModel
import OperationCatalogue

extension KindServices {
    /// The template of a job's output path, ready to be filled in; `nil` when the job names none.
    ///
    /// - Throws: `JobRejection` that says what is wrong with it.
    func template(of job: ClaimedJob) throws(JobRejection) -> OutputTemplate? {
        guard let text = job.output else { return nil }
        var template = try OutputTemplate(text)
        let seller = job.authorization.flatMap { keeper.directory.current.sellers[$0] }
        template.marketplace = Self.marketplace(of: job, among: seller?.marketplaces ?? [])
        return template
    }

    /// The country code of the marketplace that stands for a job: the only one that it names; else the first of the
    /// seller's, among those that the job names when it names several.
    static func marketplace(of job: ClaimedJob, among sellers: [Marketplace]) -> String? {
        let named = named(job.options, ["marketplaces"]) + named(job.parameters, ["marketplaceIds", "marketplaceId"])
        let codes = named.map { Marketplace.named($0)?.countryCode ?? $0 }
        if Set(codes).count > 1 { return sellers.map(\.countryCode).first { codes.contains($0) } ?? codes.first }
        return codes.first ?? sellers.first?.countryCode
    }

    /// The texts in the fields of a JSON object, alone or in lists.
    private static func named(_ text: String, _ fields: [String]) -> [String] {
        guard let value = try? JSONValue(parsing: text.utf8) else { return [] }
        return fields.flatMap { field -> [String] in
            switch value[field] {
            case .string(let text)?: text.split(separator: ",").map(String.init)
            case .array(let items)?: items.compactMap(\.string)
            default: []
            }
        }
    }
}
