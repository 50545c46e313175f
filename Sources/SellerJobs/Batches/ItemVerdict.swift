import OperationCatalogue
import SellingPartner

/// What an entry of a batch's answer means for its item. Pure.
enum ItemVerdict: Sendable, Hashable {
    case succeeded
    /// Not now: sent again, it may succeed.
    case refused(ItemFailure)
    /// Sent again, it would fail again.
    case failed(ItemFailure)

    /// Judges an entry by its status. One without a status has failed when it tells of errors.
    init(_ entry: [UInt8], _ shape: BatchShape) {
        guard let slice = try? JSONSlice(entry) else {
            self = .succeeded
            return
        }
        let failure = ItemFailure(slice, shape)
        switch failure.status {
        case nil: self = failure.code == nil && failure.message == nil ? .succeeded : .failed(failure)
        case (200..<300)?: self = .succeeded
        case 408?, 429?, (500...)?: self = .refused(failure)
        default: self = .failed(failure)
        }
    }
}

/// What went wrong with an item.
struct ItemFailure: Sendable, Hashable {
    /// As in HTTP; `nil` when the entry has none.
    let status: Int?
    /// Amazon's word for it.
    let code: String?
    /// Amazon's sentence.
    let message: String?

    /// Codes that mean too many calls. Where a status is a word, they tell such refusals from others.
    private static let throttling: Set<String> = ["QuotaExceeded", "RequestThrottled", "RateLimited"]

    fileprivate init(_ entry: JSONSlice, _ shape: BatchShape) {
        let errors = entry.value(at: shape.errorsField)
        let first = errors.flatMap { $0.elements.map(\.first) ?? $0 }
        func text(_ names: String...) -> String? {
            names.lazy.compactMap { first?.value(at: $0)?.string }.first { !$0.isEmpty }
        }
        code = text("code", "Code", "errorType")
        message = text("message", "Message", "errorSubType")
        let given = entry.value(at: shape.statusField)
        if let number = given?.integer ?? given?.string.flatMap({ Int($0) }) {
            status = number
        } else if let word = given?.string {
            // As the operations with a status as in HTTP would say it.
            status =
                word == "Success"
                ? 200 : Self.throttling.contains(code ?? "") ? 429 : word == "ClientError" ? 400 : 503
        } else {
            status = nil
        }
    }

    /// For people, without a full stop at its end.
    var text: String {
        let words = [status.map(String.init), code].compactMap(\.self).joined(separator: " ")
        let told = [words, message ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        return told.hasSuffix(".") ? String(told.dropLast()) : told
    }
}
