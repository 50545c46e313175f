/// A call that Amazon would refuse, with every reason that can be found without asking.
package struct InvalidCall: Error, Sendable, Hashable, CustomStringConvertible {
    /// The full name of the operation.
    package let operation: String
    /// What is wrong, never empty.
    package let problems: [Problem]

    package init(operation: String, problems: [Problem]) {
        self.operation = operation
        self.problems = problems
    }

    /// One thing that is wrong, and its cure.
    package struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// What kind of problem it is.
        package let code: Code
        /// The parameter as the user or the catalogue spells it, or `nil` when it is about the body.
        package let parameter: String?
        /// A sentence that names the parameter and the cure. Header values, which may be signatures, are never in it.
        package let description: String

        package init(_ code: Code, parameter: String?, _ description: String) {
            self.code = code
            self.parameter = parameter
            self.description = description
        }
    }

    /// Kinds of problems. More may come.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        package let description: String

        private init(_ description: String) { self.description = description }

        /// A required parameter was not given and could not be filled.
        package static let missingParameter = Code("missingParameter")
        /// The operation has no such parameter.
        package static let unknownParameter = Code("unknownParameter")
        /// One parameter was given in two spellings.
        package static let repeatedParameter = Code("repeatedParameter")
        /// The value is of another type, or cannot be sent.
        package static let badValue = Code("badValue")
        /// A list is longer than Amazon takes, or empty where it must not be.
        package static let itemCount = Code("itemCount")
        /// No such marketplace, or one of another region.
        package static let badMarketplace = Code("badMarketplace")
        /// A body is due.
        package static let missingBody = Code("missingBody")
        /// The operation takes no body.
        package static let unexpectedBody = Code("unexpectedBody")
        /// The body is not JSON.
        package static let badBody = Code("badBody")
    }

    package var description: String {
        let sentences = problems.map(\.description)
        if let only = sentences.first, sentences.count == 1 { return "\(operation) cannot be called: \(only)" }
        return "\(operation) cannot be called, for \(problems.count) reasons:\n"
            + sentences.map { "  - \($0)" }.joined(separator: "\n")
    }
}
