import OperationCatalogue
import Testing

@Suite("Marketplaces in a body")
struct BodyMarketplaceTests {
    private func problems(_ body: String, _ region: Region? = .europe) throws -> [InvalidCall.Problem] {
        let operation = try OperationCatalogue.builtIn.operation(named: "reports.createReport")
        do throws(InvalidCall) {
            _ = try CallRequest(operation: operation, body: Array(body.utf8))
                .prepared(in: CallContext(region: region))
            return []
        } catch {
            return error.problems
        }
    }

    private static let wrong = [
        #"{"marketplaceIds":["A1PA6795UKMFR9","ATVPDKIKX0DER"]}"#, #"{"marketplaceId":"ATVPDKIKX0DER"}"#,
        #"{"MarketplaceId" : "ATVPDKIKX0DER"}"#, #"{"requests":[{"asin":"B0","marketplaceId":"ATVPDKIKX0DER"}]}"#,
    ]

    @Test("must belong to the region, also in the items of a batch", arguments: wrong)
    func otherRegion(_ body: String) throws {
        let found = try problems(body)
        #expect(found.map(\.code) == [.badMarketplace])
        #expect(found.first?.description.contains("United States (ATVPDKIKX0DER) belongs to region NA") == true)
    }

    @Test("are told once, however often they occur")
    func once() throws {
        let item = #"{"marketplaceId":"ATVPDKIKX0DER"}"#
        #expect(try problems(#"{"requests":[\#(item),\#(item)]}"#).count == 1)
    }

    @Test("must be ids, for a body is sent as it is")
    func countryCodes() throws {
        let found = try problems(#"{"marketplaceIds":["DE"]}"#)
        #expect(found.map(\.code) == [.badMarketplace])
        #expect(found.first?.description.contains("A1PA6795UKMFR9") == true)
    }

    private static let right = [
        #"{"marketplaceIds":["A1PA6795UKMFR9"]}"#, #"{"marketplaceIds":["ANEWMARKETPLACE"]}"#,
        #"{"marketplaceIds":7}"#, #"{"note":"marketplaceId ATVPDKIKX0DER"}"#, #"{"reportType":"GET_X"}"#, "[]",
    ]

    @Test("that fit, and whatever else a body holds, pass", arguments: right)
    func pass(_ body: String) throws {
        #expect(try problems(body).isEmpty)
    }

    @Test("of any region pass while the region is not known")
    func noRegion() throws {
        #expect(try problems(Self.wrong[0], nil).isEmpty)
    }
}
