/// A choice that a form offers. A template writes it as `option`.
struct FormChoice {
    let choiceValue: String
    let choiceWords: String
    let isChosen: Bool

    /// Choices of values and their words. One that is chosen and not offered stands at the end.
    static func list(_ offered: [(value: String, words: String)], chosen: String?) -> [FormChoice] {
        var all = offered
        if let chosen, !offered.contains(where: { $0.value == chosen }) { all.append((chosen, chosen)) }
        return all.map { FormChoice(choiceValue: $0.value, choiceWords: $0.words, isChosen: $0.value == chosen) }
    }
}

/// A field of a form that nobody sees.
struct FormField {
    let fieldName: String
    let fieldValue: String
}
