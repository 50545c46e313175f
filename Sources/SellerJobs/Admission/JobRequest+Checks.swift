import JobModel

extension JobRequest {
    /// A warning when another job with the same output path would take this one's place.
    var outputWarning: String? {
        guard let output, let template = try? OutputTemplate(output), !template.namesJob else { return nil }
        return
            "The output path has no {job}: another job with the same path meets this one's file there, and replaces it "
            + "unless 'output.existing' says otherwise."
    }

    /// What is wrong with the parameters of a kind that has none.
    var strayParameters: String? {
        guard let members = try? RequestAdmission.parameters(parameters) else {
            return "The parameters must be a JSON object; a job of kind '\(kind)' has none: leave them out."
        }
        guard let name = members.keys.min() else { return nil }
        return
            "A job of kind '\(kind)' has no parameters such as '\(name.prefix(60))': what it takes goes into the options."
    }
}
