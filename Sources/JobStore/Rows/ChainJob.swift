package import JobModel

/// The job that makes what follows the success of another one. It makes no call: what it needs of a lane is a place in the
/// queue of its seller.
package enum ChainJob {
    /// The kind that runs it.
    package static let kind = "chain"
    /// The lane's operation, which is none of Amazon's.
    package static let lane = "spworker.chain"
    /// So many may run at once for a seller; they give their permits back.
    package static let plan = LanePlan(rate: 100, burst: 10)

    /// The lane's operation of jobs that rest because `definition`, which they are to run, is paused.
    package static func restingLane(_ definition: String) -> String { "\(lane).\(definition)" }

    /// The definition that jobs in a lane with this operation wait for; `nil` for lanes where nothing rests.
    package static func restingFor(_ operation: String) -> String? {
        operation.hasPrefix(lane + ".") ? String(operation.dropFirst(lane.count + 1)) : nil
    }

    /// Why such a lane is paused.
    static func pauseReason(_ definition: String) -> String { "the definition \(definition) is paused" }

    /// What the job's options say of the result that it follows: where its file lies, if it is one. A result that was kept
    /// with its job is the chain job's body.
    static func options(path: String?) -> String {
        path.map { #"{"hasResult":true,"path":\#(quoted($0))}"# } ?? #"{"hasResult":true}"#
    }

    /// A text as JSON writes it.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
