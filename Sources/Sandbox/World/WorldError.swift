/// Why a world cannot be used. Lists every problem that was found.
package struct WorldError: Error, Sendable, CustomStringConvertible {
    /// One problem.
    package struct Problem: Sendable, Hashable {
        /// The line in the file, from 1, or `nil` when the world was not read from a file.
        package let line: Int?
        /// What is wrong and what would be right.
        package let message: String

        /// Creates a problem.
        package init(line: Int?, message: String) {
            self.line = line
            self.message = message
        }
    }

    /// The file as it was named to the parser.
    package let file: String
    /// The problems in the order of the file. Never empty.
    package let problems: [Problem]

    /// Creates an error.
    package init(file: String, problems: [Problem]) {
        self.file = file
        self.problems = problems
    }

    package var description: String {
        problems.map { problem in
            (problem.line.map { "\(file):\($0): " } ?? "\(file): ") + problem.message
        }.joined(separator: "\n")
    }
}
