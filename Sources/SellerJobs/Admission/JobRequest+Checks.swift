package import JobModel

extension JobRequest {
    /// The largest body of any job in bytes. No operation takes more; anything larger is a mistake, or belongs into a file.
    package static let largestBody = 10 << 20

    /// What is wrong with the fields that every kind of job has.
    ///
    /// - Parameter bodyCure: What to do about a body that is too large, a sentence; empty for nothing.
    func problems(now: Timestamp, bodyCure: String = "") -> [String] {
        var problems: [String] = []
        if let deadline, deadline <= now { problems.append("The deadline \(deadline.iso8601) has passed already.") }
        if !(0...9).contains(priority) {
            problems.append("The priority \(priority) is not from 0 (first) to 9 (last).")
        }
        if !(1...1000).contains(maxAttempts) {
            problems.append("The number of attempts must be at least 1 and at most 1000.")
        }
        if let uniqueKey, uniqueKey.utf8.count > 200 { problems.append("The unique key is longer than 200 bytes.") }
        if let body, body.utf8.count > Self.largestBody {
            problems.append(
                "The body is larger than \(Self.largestBody >> 20) MiB.\(bodyCure.isEmpty ? "" : " ")\(bodyCure)")
        }
        if let output {
            do throws(JobRejection) { _ = try OutputTemplate(output) } catch { problems += error.problems }
        }
        return problems
    }

    /// A warning when another job with the same output path would take this one's place.
    var outputWarning: String? {
        guard let output, let template = try? OutputTemplate(output), !template.namesJob else { return nil }
        return "The output path has no {job}: another job with the same path replaces the file."
    }

    /// What is wrong with the parameters of a kind that has none.
    var strayParameters: String? {
        guard let members = try? RequestAdmission.parameters(parameters) else {
            return "The parameters must be a JSON object; a job of kind '\(kind)' has none: leave them out."
        }
        guard let name = members.keys.min() else { return nil }
        return
            "A job of kind '\(kind)' has no parameters such as '\(name.prefix(60))': what it takes goes into the options."
    }
}
