import JobModel
import OperationCatalogue

/// Holds a report's type, options and marketplaces against what is known of the type.
struct ReportTypeCheck {
    /// Why the report cannot be had.
    private(set) var problems: [String] = []
    /// What may be right: Amazon adds types and options.
    private(set) var warnings: [String] = []

    init(_ name: String, _ type: ReportType?, _ options: ReportOptions) {
        guard let type else {
            let near = ReportTypes.builtIn.nearest(to: name)
            let hint = near.isEmpty ? "" : " (did you mean \(near.joined(separator: " or "))?)"
            warnings.append(
                "'\(name.prefix(80))' is no report type that is known\(hint); it is asked for all the same.")
            return
        }
        checkStanding(type)
        checkMaking(type, options)
        if type.audience == .vendor {
            warnings.append("\(type.name) is a report for vendors; a seller's authorization does not open it.")
        }
        if !type.isOffered(in: options.marketplaces.compactMap(Marketplace.named)) {
            warnings.append(
                "\(type.name) is known in \(type.onlyIn.joined(separator: ", ")) alone, and none of the marketplaces is "
                    + "there.")
        }
        checkConversion(type, options.document)
        checkOptions(type, options.reportOptions)
    }

    private mutating func checkStanding(_ type: ReportType) {
        switch type.standing {
        case .listed, .unlisted: break
        case .leaving(let date): warnings.append("\(type.name) was to go on \(date): it may be gone.")
        case .removed(let date):
            problems.append("\(type.name) is gone since \(date); look for its successor on Amazon's pages.")
        }
    }

    private mutating func checkMaking(_ type: ReportType, _ options: ReportOptions) {
        switch type.making {
        case .request, .requestOrSchedule, .unknown: break
        case .schedule:
            problems.append(
                "\(type.name) cannot be asked for: Amazon makes it by a schedule alone. Set one up with 'spworker enqueue "
                    + "request reports.createReportSchedule', find what it makes with reports.getReports and fetch that "
                    + "with reports.getReportDocument.")
        case .amazon:
            if !options.reportOptions.isEmpty {
                problems.append(
                    "\(type.name) is made by Amazon, which takes no 'reportOptions' for it: leave them out.")
            }
            if options.reuse != nil {
                problems.append(
                    "\(type.name) is made by Amazon and never asked for, so 'reuse' has no meaning: leave it out.")
            }
        }
    }

    private mutating func checkConversion(_ type: ReportType, _ document: DocumentOptions) {
        guard document.convert != nil, let format = type.format else { return }
        switch format {
        case .tab, .csv: break
        case .json, .xml, .pdf, .xlsx:
            problems.append(
                "The option 'convert' has no meaning with \(type.name), whose document is "
                    + "\(format.rawValue.uppercased()) and no table of text: leave it out.")
        }
    }

    private mutating func checkOptions(_ type: ReportType, _ given: [String: String]) {
        for (name, value) in given.sorted(by: { $0.key < $1.key }) {
            guard let option = type.options.first(where: { $0.name == name }) else {
                guard type.making != .amazon else { continue }
                let near = NearestNames(to: name).nearest(among: type.options.map(\.name))
                let hint = near.first.map { " (did you mean '\($0)'?)" } ?? ""
                warnings.append(
                    "\(type.name) has no option '\(name.prefix(60))' that is known\(hint); it is sent all the same.")
                continue
            }
            guard !option.values.isEmpty else { continue }
            // Some options take several values.
            let wrong = value.split(separator: " ").map(String.init).filter { !option.values.contains($0) }
            if !wrong.isEmpty || value.isEmpty {
                problems.append(
                    "The option '\(name)' of \(type.name) cannot be '\(value.prefix(60))'; it is one of "
                        + "\(option.values.joined(separator: ", ")).")
            }
        }
        let missing = type.options.filter { $0.isRequired && given[$0.name] == nil }
        for option in missing {
            let values = option.values.isEmpty ? "" : ", one of \(option.values.joined(separator: ", "))"
            problems.append("\(type.name) needs the option '\(option.name)'\(values) in 'reportOptions'.")
        }
    }
}
