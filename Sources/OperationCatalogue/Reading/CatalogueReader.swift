/// Reads the catalogue's text.
///
/// The text holds one fact a line; words are separated by single spaces. There are four kinds of lines:
///
///     note NUMBER TEXT                           a remark that operations refer to
///     values NUMBER A|B|C                        a list of known values that parameters refer to
///     api FAMILY VERSION PREFIX                  what the operations below have in common
///     METHOD ID PATH PLAN WORD... ? PARAMETER... an operation
///
/// PATH comes after the prefix, `.` when nothing does. Path parameters stand in it as `{name}`, or as `{name~38}` when a
/// value has at most 38 characters; all are required text. PLAN is `rate/burst`, `rate/burst/rate of the application`,
/// or `-`. Then come the words that apply:
///
///     body, body?                     takes a body; with the question mark it may be left out
///     201                             the status of a success, when it is not 200
///     payload                         the answer is wrapped in `payload`
///     page:REQUEST>RESPONSE           paged; REQUEST begins with `body.` when it goes into the body. Followed, after
///                                     commas, by `repeat` or `alone` (the other parameters), `empty` (empty pages
///                                     are possible), `seconds=N` (the token's life), `of=ID` (whose answer holds
///                                     the token), `offset` (paged by offset), `items=PATH` (where the answer
///                                     holds the items of its page, when they are one list)
///     grantless:SCOPE                 called without a seller
///     restricted, restricted:A,B      personal data needs a restricted data token, with these data elements
///     deprecated:FROM..UNTIL          both dates may be empty
///     safe, check-first, unsafe       repetition, `safe` when absent; `@7` refers to note 7
///     sandbox-only                    does not exist in production
///
/// Parameters after the question mark are read by ``ParameterReader``.
package struct CatalogueReader {
    private var notes: [Substring: String] = [:]
    private var values: [Substring: [String]] = [:]
    private var api: API?
    private var operations: [Operation] = []

    /// What the operations of one `api` line share.
    struct API {
        let family: String
        let version: String
        let prefix: Substring
    }

    private init() {}

    /// The operations that `text` describes, in its order.
    ///
    /// - Throws: ``CatalogueTextError`` with the number of the first line that cannot be read.
    package static func operations(in text: String) throws(CatalogueTextError) -> [Operation] {
        var reader = CatalogueReader()
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            do {
                try reader.read(line)
            } catch {
                throw CatalogueTextError(line: number, reason: error.reason)
            }
        }
        return reader.operations
    }

    private mutating func read(_ line: Substring) throws(UnreadableText) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        switch words[0] {
        case "note" where words.count > 2:
            notes[words[1]] = words[2...].joined(separator: " ")
        case "values" where words.count == 3:
            values[words[1]] = words[2].split(separator: "|").map(String.init)
        case "api" where words.count == 4:
            api = API(family: String(words[1]), version: String(words[2]), prefix: words[3])
        case "GET", "POST", "PUT", "PATCH", "DELETE":
            guard let api else { throw UnreadableText("an operation stands before the first api line") }
            let reader = OperationReader(api: api, notes: notes, parameters: ParameterReader(values: values))
            operations.append(try reader.operation(from: words))
        default:
            throw UnreadableText("'\(words[0])' begins no line, or words are missing or left over")
        }
    }
}
