/// Reads one field of a cron expression: lists of values, ranges and steps.
struct CronFieldReader {
    let field: CronField
    /// The field as it stands there, in capitals.
    let text: String

    init(_ field: CronField, _ text: some StringProtocol) {
        self.field = field
        self.text = text.uppercased()
    }

    /// Whether the field leaves the choice to others: it is `?` or begins with `*`.
    ///
    /// This is what cron itself goes by. A day is looked for in both fields of days only when neither is open.
    var isOpen: Bool { text == "?" || text.hasPrefix("*") }

    /// The numbers of a field in which nothing but values, ranges and steps may stand.
    func numbers() throws(ScheduleError) -> NumberSet {
        var numbers = NumberSet()
        for item in try items() { numbers.formUnion(try self.numbers(of: item)) }
        return numbers
    }

    /// What stands between the commas.
    func items() throws(ScheduleError) -> [Substring] {
        if text == "?" {
            guard field.takesQuestionMark else {
                throw error("? stands for any day, and only in a field of days", cure: "write *")
            }
            return ["*"]
        }
        let items = text.split(separator: ",", omittingEmptySubsequences: false)
        guard !items.contains(where: \.isEmpty) else {
            throw error("a value is missing beside a comma", cure: "write a value or remove the comma")
        }
        guard !items.contains("?") else {
            throw error("? stands alone or not at all", cure: "write * or the days that are meant")
        }
        return items
    }

    /// The numbers of `*`, `5`, `1-5`, `*/10`, `5/10` or `1-30/10`, or of their like with names.
    func numbers(of item: Substring) throws(ScheduleError) -> NumberSet {
        let parts = item.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw error("there are two steps", cure: "write one, as in */10") }
        let step = parts.count == 2 ? try self.step(parts[1]) : nil
        let base = parts[0]
        if base == "*" {
            if let step, step >= field.range.count {
                throw error(
                    "a step of \(step) leaves only \(field.range.lowerBound)",
                    cure: "write \(field.range.lowerBound), or 'every' with an interval for the whole schedule")
            }
            return numbers(from: field.range.lowerBound, through: field.range.upperBound, by: step ?? 1)
        }
        if let dash = base.firstIndex(of: "-") {
            let low = try value(base[..<dash])
            return numbers(from: low, through: try value(base[base.index(after: dash)...]), by: step ?? 1)
        }
        let value = try value(base)
        // 5/10 goes on to the end of the range, from Sunday too if that was written as 7.
        guard let step else { return numbers(from: value, through: value, by: 1) }
        let start = value > field.range.upperBound ? field.range.lowerBound : value
        return numbers(from: start, through: field.range.upperBound, by: step)
    }

    /// A range that ends before it begins goes around: FRI-MON, 22-4.
    private func numbers(from low: Int, through high: Int, by step: Int) -> NumberSet {
        let (first, size) = (field.range.lowerBound, field.range.count)
        let length = high >= low ? high - low : high - low + size
        var numbers = NumberSet()
        for distance in stride(from: 0, through: length, by: step) {
            numbers.insert(first + (low - first + distance) % size)
        }
        return numbers
    }

    private func step(_ text: Substring) throws(ScheduleError) -> Int {
        guard let step = number(text), step > 0 else {
            throw error("after / comes a number above 0", cure: "write a step, as in */10")
        }
        return step
    }

    /// A number or a name; 7 stays 7 among the days of the week, so that ranges may end with it.
    func value(_ text: Substring) throws(ScheduleError) -> Int {
        if let index = field.names.firstIndex(of: String(text)) { return field.range.lowerBound + index }
        guard let number = number(text) else {
            let problem = text.isEmpty ? "a value is missing" : "'\(ScheduleError.cut(text))' is not a value"
            throw error(problem, cure: field.cure)
        }
        guard field.range.contains(number) || (field == .dayOfWeek && number == 7) else {
            throw error(
                "\(number) is not between \(field.range.lowerBound) and \(field == .dayOfWeek ? 7 : field.range.upperBound)",
                cure: field.cure)
        }
        return number
    }

    /// At most four digits and nothing else.
    func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    func error(_ problem: String, cure: String) -> ScheduleError {
        ScheduleError(field, text, problem, cure: cure)
    }
}
