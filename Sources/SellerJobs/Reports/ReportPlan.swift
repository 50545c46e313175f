import JobModel
import OperationCatalogue
import SellingPartner

/// What a report job is to do, as its row says it.
struct ReportPlan: Sendable {
    /// The type's name.
    let type: String
    let options: ReportOptions

    /// What is known of the type.
    var known: ReportType? { ReportTypes.builtIn.type(named: type) }

    /// How the job goes on, looking at `pace`.
    func rules(_ pace: PollPace) -> ProcessingMachine.Rules {
        var rules = ProcessingMachine.Rules()
        rules.search = known?.making == .amazon ? .only : options.reuse == nil ? .none : .first
        rules.failsWhenEmpty = options.emptyFails
        rules.pace = pace
        if let hours = known?.longestMakingHours {
            rules.pace.giveUpAfter = max(pace.giveUpAfter, .seconds(Int64(hours) * 3600))
        }
        return rules
    }

    /// Where the output goes, and how the document becomes it.
    ///
    /// - Parameter output: The template that the job names.
    func delivery(output: String?) throws(JobRejection) -> DocumentDelivery {
        let mayBeRestricted = known?.isRestricted ?? true
        return DocumentDelivery(
            options: options.document, isBinary: isBinary, delimiter: delimiter,
            template: try OutputTemplate(output ?? "{seller}/{operation}/{job}.\(fileExtension)"),
            keepsSmall: output == nil && !mayBeRestricted, mayBeRestricted: mayBeRestricted)
    }

    /// What is known to be no text stays as it is, and so does XML, which says itself how it is written.
    private var isBinary: Bool {
        switch known?.format {
        case .pdf, .xlsx, .xml: true
        case .tab, .csv, .json: false
        // Of a type that is known, it is not known for not being text.
        case nil: known != nil
        }
    }

    private var delimiter: DocumentForm.Delimiter? {
        switch known?.format {
        case .tab: .tab
        case .csv: .comma
        case .json, .xml, .pdf, .xlsx, nil: nil
        }
    }

    private var fileExtension: String {
        if let conversion = options.document.convert { return conversion.rawValue }
        return switch known?.format {
        case .tab: "tsv"
        case let format?: format.rawValue
        case nil: known == nil ? "txt" : "bin"
        }
    }
}

extension ProcessingTerms {
    /// How things are called with reports.
    static func reports() throws(UnknownOperation) -> ProcessingTerms {
        func operation(_ name: String) throws(UnknownOperation) -> Operation {
            try OperationCatalogue.builtIn.operation(named: "reports.\(name)@2021-06-30")
        }
        return ProcessingTerms(
            noun: "report", creation: try operation("createReport"), listing: try operation("getReports"),
            looking: try operation("getReport"), addressing: try operation("getReportDocument"),
            idName: "reportId", documentName: "reportDocumentId", explanationName: "reportDocumentId",
            addressName: "reportDocumentId")
    }
}
