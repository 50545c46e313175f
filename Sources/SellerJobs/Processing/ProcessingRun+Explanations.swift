import JobModel
import Logging
import Secrets
import SellingPartner
import Synchronization
import Worker

/// What Amazon says of a failure.
extension ProcessingRun {
    /// What is told of a document that explains a failure.
    enum Explanation: Sendable {
        /// Its beginning, or `nil` when it cannot be had.
        case told(String?)
        /// The run ends here.
        case over(Outcome)
    }

    /// The beginning of such a document that is shown; a failure's message is shorter still.
    private static var longestExplanation: Int { 4096 }

    private struct Enough: Error {}

    /// The beginning of a document that explains a failure, in one line.
    func explain(_ documentID: String) async throws -> Explanation {
        let text = Mutex<[UInt8]>([])
        let limit = Self.longestExplanation
        do {
            let place = try await address(of: documentID)
            var form = DocumentForm()
            form.onMalformed = .replace
            try await download(documentID, from: place.address, form) { chunk in
                let isEnough = text.withLock { text in
                    text += chunk
                    return text.count >= limit
                }
                if isEnough { throw Enough() }
            } restart: {
                text.withLock { $0 = [] }
            }
        } catch is Enough {
        } catch let end as RunEnds {
            // Without its explanation it has failed all the same.
            guard case .fail = end.outcome else { return .over(end.outcome) }
            return .told(nil)
        } catch let fault as DocumentFault {
            context.logger.warning(
                "A document that explains a failure cannot be had.", metadata: ["reason": "\(fault.message)"])
            return .told(nil)
        }
        let beginning = String(decoding: text.withLock { $0 }.prefix(limit), as: UTF8.self)
        let line = beginning.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return .told(line.isEmpty ? nil : services.keeper.redactor.redact(line))
    }
}
