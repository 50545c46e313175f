extension Browser {
    /// Does what a form of the page offers, as a person does: opens what hides it, ticks and fills in what must be, and
    /// clicks its button. It needs no scripts.
    ///
    /// - Parameters:
    ///   - action: A part of where the form goes, such as `/jobs/4/retry`.
    ///   - words: What is written wherever something must be.
    /// - Returns: What the page says thereafter.
    @discardableResult
    func submit(_ action: String, saying words: String = "a person clicked") async throws -> String {
        let form = "form[method=post][action*='\(action)']"
        try await eventually("there is a form for \(action)", looks: 100, pause: .milliseconds(50)) {
            try await count(form) > 0
        }
        let lid = "details:not([open]):has(\(form)) > summary"
        if try await count(lid) > 0 { try await click(lid) }
        let box = "\(form) input[type=checkbox][required]:not(:checked)"
        if try await count(box) > 0 { try await click(box) }
        let field = "\(form) input[type=text][required]"
        if try await count(field) > 0 { try await type(words, into: field) }
        try await click("\(form) button[type=submit]:not([formaction])")
        return try await text(".notices .notice, main > .notice[role=status]")
    }
}
