import OperationCatalogue
import Testing

@Suite("The built-in catalogue")
struct BuiltInCatalogueTests {
    private let all = OperationCatalogue.builtIn.all

    @Test("holds 370 operations, each with a name of its own")
    func namesAreUnique() {
        #expect(all.count == 370)
        #expect(Set(all.map(\.name)).count == 370)
        #expect(Set(all.map { "\($0.method) \($0.path)" }).count == 370)
    }

    @Test("has usage plans for all operations but six")
    func plans() {
        #expect(all.count { $0.plan != nil } == 364)
        #expect(all.count { $0.applicationRate != nil } == 9)
        #expect(all.allSatisfy { ($0.plan?.rate ?? 1) > 0 && ($0.plan?.burst ?? 1) > 0 })
        #expect(UsagePlan.unpublished == UsagePlan(rate: 0.5, burst: 1))
    }

    @Test("counts what is restricted, grantless, paged, deprecated, sandbox-only and wrapped")
    func kinds() {
        #expect(all.count { $0.isRestricted } == 31)
        #expect(all.count { !$0.restrictedDataElements.isEmpty } == 3)
        #expect(all.count { $0.grantlessScope != nil } == 9)
        #expect(all.count { $0.pagination != nil } == 75)
        #expect(all.count { $0.pagination?.emptyPagesPossible == true } == 19)
        #expect(all.count { $0.deprecation != nil } == 10)
        #expect(all.count { $0.isSandboxOnly } == 9)
        #expect(all.count { $0.hasPayloadEnvelope } == 107)
        #expect(all.count { $0.body != .none } == 148)
        #expect(all.count { $0.body == .required } == 138)
        #expect(all.reduce(0) { $0 + $1.parameters.count } == 931)
    }

    @Test(
        "judges how often a call may be repeated",
        arguments: [(Repetition.safe, 277), (.checkFirst, 60), (.unsafe, 33)])
    func repetition(_ repetition: Repetition, _ count: Int) {
        #expect(all.count { $0.repetition == repetition } == count)
    }

    @Test("has every path parameter in the path and none left over", arguments: OperationCatalogue.builtIn.all)
    func pathsAndParametersAgree(_ operation: Operation) {
        var path = operation.path
        for parameter in operation.parameters where parameter.location == .path {
            #expect(path.contains("{\(parameter.name)}"))
            #expect(parameter.isRequired)
            path.replace("{\(parameter.name)}", with: "x")
        }
        #expect(path.hasPrefix("/") && !path.contains("{") && !path.contains("//"))
        #expect(Set(operation.parameters.map { $0.name.lowercased() }).count == operation.parameters.count)
        if operation.method == "GET" { #expect(operation.body == .none) }
        if let pagination = operation.pagination, pagination.location == .query {
            #expect(operation.parameters.contains { $0.name == pagination.requestParameter })
        }
    }

    @Test("knows where every paged answer holds its items, but for events of many types and the documents of queries")
    func items() {
        let paged = all.filter { $0.pagination != nil }
        #expect(
            Set(paged.filter { $0.pagination?.itemsField == nil }.map(\.name)) == [
                "dataKiosk.createQuery@2023-11-15", "finances.listFinancialEventsByGroupId@v0",
                "finances.listFinancialEventsByOrderId@v0", "finances.listFinancialEvents@v0",
            ])
        for operation in paged {
            guard let path = operation.pagination?.itemsField else { continue }
            let names = path.split(separator: ".", omittingEmptySubsequences: false)
            #expect(names.allSatisfy { !$0.isEmpty }, "\(operation.name)")
            #expect(path != operation.pagination?.responseField, "\(operation.name)")
            #expect((names.first == "payload") == operation.hasPayloadEnvelope, "\(operation.name)")
        }
    }

    @Test("writes lists as repeated keys in two operations only, and only SKUs of Fulfillment Inbound twice encoded")
    func exceptionsOfEncoding() {
        let multi = all.filter { $0.parameters.contains { $0.collectionFormat == .multi } }
        #expect(multi.map(\.id) == ["listItemComplianceDetails", "listPrepDetails"])
        let twice = all.flatMap { operation in
            operation.parameters.filter(\.isEncodedTwice).map { "\(operation.name) \($0.name)" }
        }
        #expect(
            twice == [
                "fulfillmentInbound.listItemComplianceDetails@2024-03-20 mskus",
                "fulfillmentInbound.listPrepDetails@2024-03-20 mskus",
            ])
    }
}
