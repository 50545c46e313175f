import OperationCatalogue
import Testing

@Suite("Reading the catalogue's text")
struct CatalogueReaderTests {
    private static let header = "note 1 look first\nvalues 2 A|B\napi toys 2026-01-01 /toys/\n"

    @Test("reads every part of an operation")
    func everything() throws {
        let line =
            "PUT setToy {toyId~9}/parts 0.5/3/40 body? 207 payload page:body.a.b>c.d,alone,empty,seconds=5,of=x,offset,items=e.f "
            + "grantless:s::t restricted:u,v deprecated:..2026-12-31 unsafe@1 sandbox-only ? "
            + "list![+1..2]{@2}%=A,B n:int32(1..)~4 ^h!:date-time{C} f:boolean-text all[] k:country-code"
        let operation = try #require(try CatalogueReader.operations(in: Self.header + line).first)
        let expected = Operation(
            family: "toys", id: "setToy", version: "2026-01-01", method: "PUT", path: "/toys/{toyId}/parts",
            plan: UsagePlan(rate: 0.5, burst: 3), applicationRate: 40,
            parameters: [
                Parameter(name: "toyId", location: .path, isRequired: true, maxLength: 9),
                Parameter(
                    name: "list", location: .query, type: .array, isRequired: true, itemType: .string,
                    collectionFormat: .multi, minItems: 1, maxItems: 2, knownValues: ["A", "B"], defaultValue: "A,B",
                    isEncodedTwice: true),
                Parameter(name: "n", location: .query, type: .integer, minimum: 1, maxLength: 4, format: "int32"),
                Parameter(name: "h", location: .header, isRequired: true, knownValues: ["C"], format: "date-time"),
                Parameter(name: "f", location: .query, format: "boolean"),
                Parameter(name: "all", location: .query, type: .array, itemType: .string, collectionFormat: .csv),
                Parameter(name: "k", location: .query, format: "country-code"),
            ],
            body: .optional, successStatus: 207, hasPayloadEnvelope: true,
            pagination: Pagination(
                requestParameter: "a.b", location: .body, responseField: "c.d", itemsField: "e.f",
                responseOperation: "x", style: .offset, repeatsOtherParameters: false, emptyPagesPossible: true,
                tokenLifetimeSeconds: 5),
            grantlessScope: "s::t", isRestricted: true, restrictedDataElements: ["u", "v"],
            deprecation: Operation.Deprecation(deprecatedOn: nil, removedOn: "2026-12-31"), repetition: .unsafe,
            isSandboxOnly: true, repetitionNote: "look first")
        #expect(operation == expected)
    }

    @Test("reads the least there is to an operation")
    func least() throws {
        let operation = try #require(try CatalogueReader.operations(in: Self.header + "GET toys . -").first)
        #expect(operation.path == "/toys/" && operation.plan == nil && operation.parameters.isEmpty)
        #expect(operation.body == .none && operation.successStatus == 200 && operation.repetition == .safe)
    }

    @Test(
        "names the line that it cannot read",
        arguments: [
            "FETCH toys . -", "GET toys .", "GET toys . 1", "GET toys . x/1", "GET toys . 1/1/x",
            "GET toys . - strange",
            "GET toys . - safe@9", "GET toys . - page:a", "GET toys . - page:a>b,often", "GET toys . - deprecated:2026",
            "GET toys {a -", "GET toys {a~b} -", "GET toys . - ? a{@9}", "GET toys . - ? a:colour",
            "GET toys . - ? a[1-2]", "GET toys . - ? a[..x]", "GET toys . - ? !", "GET toys . - ? a[]x", "values 3", "",
            "GET toys . -  body", "GET toys . - page:a>b,seconds=soon",
            "GET toys . - page:a>b,items", "GET toys . - page:a>b,items=", "GET toys . - page:a>b,items=a..b",
            "GET toys . - page:a>b,items=.a", "GET toys . - page:a>b,items=a.", "GET toys . - ? a(1..2",
            "GET toys {} -",
        ])
    func faults(_ line: String) {
        let error = #expect(throws: CatalogueTextError.self) {
            try CatalogueReader.operations(in: Self.header + line)
        }
        #expect(error?.line == 4)
        #expect(error?.reason.isEmpty == false)
    }

    @Test("wants an api line before the first operation")
    func operationWithoutAPI() {
        #expect(throws: CatalogueTextError.self) { try CatalogueReader.operations(in: "GET toys . -") }
    }
}
