package import JobModel

/// A query of Data Kiosk in as few characters as mean the same: without comments, and with white space only where words
/// would run into each other. Texts in it stay as they are.
package struct QueryText: Sendable, Hashable {
    /// Amazon takes queries of at most this many characters.
    package static let longest = 8000

    /// The query as it is sent.
    package let text: String

    /// Squeezes a query and checks it as far as that goes without Amazon's schema.
    ///
    /// - Throws: `JobRejection` with every problem found.
    package init(_ source: String) throws(JobRejection) {
        var outline = QueryOutline()
        var writer = QueryWriter()
        var lexer = QueryLexer(source)
        do throws(JobRejection) {
            while let token = try lexer.next() {
                outline.take(token)
                writer.write(token)
            }
        } catch {
            throw JobRejection(outline.problems + error.problems)
        }
        outline.end()
        var problems = outline.problems
        let length = writer.text.utf16.count
        if length > Self.longest {
            problems.append(
                "The query has \(length) characters without its white space (\(source.utf16.count) with it), and Data Kiosk takes "
                    + "at most \(Self.longest): ask for fewer fields, or split it.")
        }
        guard problems.isEmpty else { throw JobRejection(problems) }
        text = writer.text
    }
}
