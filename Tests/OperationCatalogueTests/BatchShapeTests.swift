import Testing

@testable import OperationCatalogue

@Suite("Batch operations")
struct BatchShapeTests {
    @Test("are six, and each is an operation of the catalogue that must have a body")
    func names() throws {
        #expect(BatchShape.all.count == 6)
        for name in BatchShape.all.keys {
            let operation = try OperationCatalogue.builtIn.operation(named: name)
            #expect(operation.name == name && operation.batch != nil, "\(name)")
            #expect(operation.body == .required && operation.method == "POST", "\(name)")
            #expect(!operation.isRestricted && operation.pagination == nil, "\(name)")
        }
        let others = OperationCatalogue.builtIn.all.filter { BatchShape.all[$0.name] == nil }
        #expect(others.allSatisfy { $0.batch == nil })
    }

    @Test("with the status 207 are all known")
    func multiStatus() {
        let operations = OperationCatalogue.builtIn.all.filter { $0.successStatus == 207 }
        #expect(!operations.isEmpty && operations.allSatisfy { $0.batch != nil })
    }

    @Test("have marks and take some items, the fees in a list without a name")
    func shapes() {
        for (name, shape) in BatchShape.all {
            #expect(!shape.marks.isEmpty && shape.mostItems >= 10, "\(name)")
            let isFees = name.hasPrefix("productFees.")
            #expect((shape.itemsField == nil) == isFees && (shape.entriesField == nil) == isFees, "\(name)")
        }
    }
}
