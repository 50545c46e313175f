package import Ports

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Finds the refusal in an answer of AWS, whichever of its protocols it was written in.
package enum AWSRefusalReader {
    /// The refusal; `nil` when the answer holds none that can be read.
    package static func read(status: Int, headers: [HTTPHeader], body: [UInt8]) -> AWSRefusal? {
        let isError = !(200...299).contains(status)
        let requestID = headers.first("x-amzn-requestid") ?? headers.first("x-amz-request-id")
        func refusal(_ type: String, _ message: String) -> AWSRefusal? {
            let refusal = AWSRefusal(type: type, message: message, status: status, requestID: requestID)
            return refusal.type.isEmpty ? nil : refusal
        }
        let header = headers.first("x-amzn-errortype")
        if case .map(let entries)? = try? JSONDecoder().decode(SecretContent.self, from: Data(body)) {
            func text(_ names: String...) -> String? {
                for name in names {
                    if case .text(let text)? = entries[name], !text.isEmpty { return text }
                }
                return nil
            }
            let type = text("__type") ?? header ?? (isError ? text("code", "Code") : nil)
            return type.flatMap { refusal($0, text("message", "Message", "errorMessage") ?? "") }
        }
        if let header { return refusal(header, "") }
        guard isError, let answer = XMLAnswer(body), let type = answer.text("Code") else { return nil }
        return refusal(type, answer.text("Message") ?? "")
    }
}
