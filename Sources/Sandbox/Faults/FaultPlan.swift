package import OperationCatalogue

/// The faults that are still to happen.
package struct FaultPlan: Sendable {
    /// What a request is about, as far as faults care.
    package struct Subject: Sendable {
        /// `family.operation@version`, `lwa`, `documents.get` or `documents.put`.
        package var operation: String
        /// The seller's id, or `nil` for grantless requests.
        package var seller: String?
        /// The region, or `nil` where there is none.
        package var region: Region?
        /// The ASIN or SKU of the item of a batch that it is about; `nil` for a whole request.
        package var item: String?

        /// Creates a subject.
        package init(operation: String, seller: String?, region: Region?, item: String? = nil) {
            self.operation = operation
            self.seller = seller
            self.region = region
            self.item = item
        }
    }

    /// The operation name that stands for the token exchange.
    package static let login = "lwa"
    /// The operation names that stand for the storage's part: fetching a document, and uploading one.
    package static let download = "documents.get"
    package static let upload = "documents.put"

    /// The faults in the order in which they are tried; those that are used up are gone.
    package private(set) var faults: [Fault]

    /// Creates a plan.
    package init(_ faults: [Fault] = []) {
        self.faults = faults
    }

    /// Adds a fault behind the others.
    package mutating func add(_ fault: Fault) { faults.append(fault) }

    /// Forgets all faults.
    package mutating func clear() { faults = [] }

    /// The first fault that hits a request, if any; it counts as having happened.
    ///
    /// - Parameters:
    ///   - subject: What the request is about.
    ///   - elapsed: Time since the sandbox started.
    ///   - random: Gives numbers from 0 up to 1, one for each fault that is not certain.
    package mutating func draw(for subject: Subject, at elapsed: Duration, random: () -> Double) -> Fault? {
        guard !faults.isEmpty else { return nil }
        for index in faults.indices {
            let fault = faults[index]
            guard fault.match.covers(subject), elapsed >= fault.from, fault.until.map({ elapsed < $0 }) ?? true,
                fault.probability >= 1 || random() < fault.probability
            else { continue }
            if let times = fault.times {
                if times <= 1 { faults.remove(at: index) } else { faults[index].times = times - 1 }
            }
            return fault
        }
        return nil
    }
}

extension Fault.Match {
    /// Whether a request about `subject` is meant.
    func covers(_ subject: FaultPlan.Subject) -> Bool {
        if let seller, seller != subject.seller { return false }
        if let region, region != subject.region { return false }
        switch (item, subject.item) {
        case (nil, nil): break
        case (let item?, let other?): guard item == "*" || item == other else { return false }
        default: return false
        }
        switch operation {
        case nil: return true
        case "*":
            return ![FaultPlan.login, FaultPlan.download, FaultPlan.upload].contains(subject.operation)
        case let operation?:
            if operation == subject.operation { return true }
            guard let at = subject.operation.firstIndex(of: "@") else { return false }
            return subject.operation[..<at] == operation
        }
    }
}
