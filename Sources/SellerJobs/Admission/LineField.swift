import OperationCatalogue

extension LineAdmission {
    /// One key of a line and the value that is written there. `null` is the same as leaving the key out.
    struct Field {
        private let member: JSONReader.Member

        init(_ member: JSONReader.Member) {
            self.member = member
        }

        /// The key as it is.
        var key: String { member.name }

        /// The key for messages.
        var shownKey: String { "'\(member.name.prefix(60))'" }

        /// A text.
        func text(_ problems: inout [String]) -> String? {
            switch type {
            case .null: return nil
            case .text: return string(&problems)
            default: return refuse("a text in quotation marks", &problems)
            }
        }

        /// An object, as it is written.
        func object(_ problems: inout [String]) -> String? {
            switch type {
            case .null: nil
            case .object: written
            default: refuse("an object, {...}", &problems)
            }
        }

        /// The content of a text, or any other value as it is written.
        func textOrJSON(_ problems: inout [String]) -> String? {
            switch type {
            case .null: nil
            case .text: string(&problems)
            default: written
            }
        }

        /// A number, as it is written.
        func number(_ problems: inout [String]) -> String? {
            switch type {
            case .null: nil
            case .number: written
            default: refuse("a number", &problems)
            }
        }

        /// A time: a text or a number.
        func time(_ problems: inout [String]) -> String? {
            switch type {
            case .null: nil
            case .text: string(&problems)
            case .number: written
            default: refuse("a time such as \"2026-02-01T12:00:00Z\", or Unix seconds", &problems)
            }
        }

        // MARK: Types

        private enum ValueType: String {
            case null
            case text = "a text"
            case number = "a number"
            case flag = "true or false"
            case list = "a list"
            case object = "an object"
        }

        private var type: ValueType {
            switch member.value.first {
            case UInt8(ascii: "\""): .text
            case UInt8(ascii: "{"): .object
            case UInt8(ascii: "["): .list
            case UInt8(ascii: "t"), UInt8(ascii: "f"): .flag
            case UInt8(ascii: "n"): .null
            default: .number
            }
        }

        private var written: String { String(decoding: member.value, as: UTF8.self) }

        private func string(_ problems: inout [String]) -> String? {
            do throws(JSONSyntax.Fault) {
                return try JSONReader.value(of: member.value).string
            } catch {
                problems.append("\(shownKey): \(error.reason).")
                return nil
            }
        }

        private func refuse(_ wish: String, _ problems: inout [String]) -> String? {
            problems.append("\(shownKey) must be \(wish), not \(type.rawValue).")
            return nil
        }
    }
}
