import SellingPartner

extension DocumentDelivery {
    /// How the document's bytes become the output's.
    var form: DocumentForm {
        var form = DocumentForm()
        form.charset = options.charset
        form.delimiter = delimiter
        form.onMalformed = options.malformed == .replace ? .replace : .strict
        form.conversion =
            switch options.convert {
            case .ndjson: .ndjson
            case .csv: .csv
            case nil: nil
            }
        let asksForText = options.encoding == .utf8 || options.convert != nil || options.charset != nil
        form.keepsBytes = options.encoding == .raw || (isBinary && !asksForText)
        return form
    }
}
