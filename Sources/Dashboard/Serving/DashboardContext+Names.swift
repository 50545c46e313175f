import Hummingbird

extension DashboardContext {
    /// A name that is a part of the address's path, decoded.
    ///
    /// - Throws: A refusal with status 404 when it is empty.
    package func name(_ parameter: String) throws -> String {
        let name = FormValues.decoded(parameters.get(parameter) ?? "", plusIsBlank: false)
        guard !name.isEmpty else { throw Refusal.notFound() }
        return name
    }
}
