/// Something that Amazon has to say about a submission or an item of a batch.
public struct AnswerIssue: Codable, Sendable, Hashable {
    /// The code. Open: more may come.
    public var code: String?
    /// A sentence for people.
    public var message: String?
    /// More about it, often empty.
    public var details: String?
    /// `ERROR`, `WARNING` or `INFO`; others may come.
    public var severity: String?
    /// The attributes that it is about.
    public var attributeNames: [String]?
    /// The kinds of issue, for example `INVALID_ATTRIBUTE`.
    public var categories: [String]?
}
