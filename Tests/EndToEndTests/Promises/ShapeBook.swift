import Testing

/// The shapes of the JSON that commands print, each put together from several lines.
struct ShapeBook {
    /// A command line that prints JSON.
    struct Step: Sendable {
        /// The command's words.
        let command: String
        let arguments: [String]
        /// The exit code that is due.
        let code: Int32
        /// Keeps apart what a command prints in another case.
        let variant: String?

        init(_ command: String, _ arguments: String..., code: Int32 = 0, variant: String? = nil) {
            self.command = command
            self.arguments = arguments
            self.code = code
            self.variant = variant
        }

        /// The name of the command's golden files.
        var name: String { command.split(separator: " ").joined(separator: "-") }
    }

    private var shapes: [String: JSONShape] = [:]
    /// The commands that were run.
    private(set) var commands: Set<String> = []

    /// Runs a command line and takes in what it prints: one JSON value in one line.
    mutating func take(
        _ step: Step, in scene: Scene, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let words = step.command.split(separator: " ").map(String.init)
        let end = try await scene.workplace.start(words + step.arguments + ["--json"]).end()
        #expect(
            end.code == step.code, "\(step.command) \(step.arguments): \(end.errors)", sourceLocation: sourceLocation)
        let lines = end.output.split(separator: "\n")
        #expect(lines.count == 1, "\(step.command): \(end.output)", sourceLocation: sourceLocation)
        try add(end.json(JSONTree.self), step)
    }

    /// Takes in a value.
    mutating func add(_ value: JSONTree, _ step: Step) {
        commands.insert(step.name)
        shapes[step.variant.map { "\(step.name).\($0)" } ?? step.name, default: JSONShape()].add(value)
    }

    /// Expects that every shape is the golden one, and that every name is in camel case.
    func expectGolden() throws {
        for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) {
            try GoldenFile("json/\(name).txt").expect(shape.text)
            // Regions are data, although they are names here.
            for member in shape.names.subtracting(["NA", "EU", "FE"]) {
                #expect(member.wholeMatch(of: /[a-z][a-zA-Z0-9]*/) != nil, "\(name): \(member)")
            }
        }
        try GoldenFile.expectOnly(shapes.keys.map { "\($0).txt" }, in: "json")
    }
}
